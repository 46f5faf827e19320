/** The tenter command. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module name of its own
module io.tenterhook.cli {
  requires io.tenterhook;
  requires io.tenterhook.msgpack;
  requires io.tenterhook.protocol;
  requires io.tenterhook.testing;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires jdk.management;
  requires HdrHistogram;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires org.snakeyaml.engine;
  requires static transitive org.jspecify;

  opens io.tenterhook.cli to
      info.picocli;
}
