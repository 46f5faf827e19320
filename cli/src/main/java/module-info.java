/** The tenter command. */
module io.tenterhook.cli {
  requires io.tenterhook;
  requires io.tenterhook.testing;
  requires info.picocli;
  requires static org.jspecify;

  opens io.tenterhook.cli to
      info.picocli;
}
