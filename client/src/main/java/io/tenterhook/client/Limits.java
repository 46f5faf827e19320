package io.tenterhook.client;

import io.tenterhook.protocol.socketio.DecoderLimits;
import java.util.function.Consumer;

/**
 * What a client accepts, and keeps, at most: nothing is unbounded. Immutable.
 *
 * <pre>{@code
 * builder.limits(Limits.defaults().maxMessageBytes(4 << 20).maxAttachments(8));
 * }</pre>
 */
public final class Limits {
  private static final int MIB = 1 << 20;
  private static final Limits DEFAULTS = new Limits();

  // Written before the object is given away, never after.
  private int maxMessageBytes = MIB;
  private int maxAttachments = DecoderLimits.DEFAULT.maxAttachments();
  private int maxJsonDepth = DecoderLimits.DEFAULT.maxJsonDepth();
  private int maxPendingAcks = 100_000;
  private int maxPollPackets = 100_000;
  private int maxPollBytes = 16 * MIB;
  private int maxRedirects = 5;
  private long maxInboundQueueBytes = 8L * MIB;
  private long maxOutboundQueueBytes = 16L * MIB;

  /** One for all who have the same limits. */
  private DecoderLimits ofPackets = decoderLimits();

  private Limits() {}

  private Limits(Limits other) {
    maxMessageBytes = other.maxMessageBytes;
    maxAttachments = other.maxAttachments;
    maxJsonDepth = other.maxJsonDepth;
    maxPendingAcks = other.maxPendingAcks;
    maxPollPackets = other.maxPollPackets;
    maxPollBytes = other.maxPollBytes;
    maxRedirects = other.maxRedirects;
    maxInboundQueueBytes = other.maxInboundQueueBytes;
    maxOutboundQueueBytes = other.maxOutboundQueueBytes;
  }

  private Limits with(Consumer<Limits> change) {
    Limits changed = new Limits(this);
    change.accept(changed);
    changed.ofPackets = changed.decoderLimits();
    return changed;
  }

  /**
   * Those that hold unless the builder is told otherwise.
   *
   * @return the defaults, as each method's description names them
   */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /**
   * The largest inbound message; 1 MiB by default. Enforced while reading, over all fragments; also
   * the limit for the attachments of one packet together. Above it the connection is closed with
   * {@link PayloadTooLargeException}.
   *
   * @param bytes at least 1,024
   * @return such limits
   */
  public Limits maxMessageBytes(int bytes) {
    int checked = Settings.atLeast("maxMessageBytes", 1024, bytes);
    return with(changed -> changed.maxMessageBytes = checked);
  }

  /**
   * How many attachments an inbound packet may have; 64 by default.
   *
   * @param count at least 0
   * @return such limits
   */
  public Limits maxAttachments(int count) {
    int checked = Settings.atLeast("maxAttachments", 0, count);
    return with(changed -> changed.maxAttachments = checked);
  }

  /**
   * How deep inbound JSON may be nested; 512 by default.
   *
   * @param depth at least 1
   * @return such limits
   */
  public Limits maxJsonDepth(int depth) {
    int checked = Settings.atLeast("maxJsonDepth", 1, depth);
    return with(changed -> changed.maxJsonDepth = checked);
  }

  /**
   * How many bytes of events may wait for the handlers of one namespace; 8 MiB by default. What
   * happens above it says {@link SocketIoClientBuilder#inboundOverflow}.
   *
   * @param bytes at least 1,024
   * @return such limits
   */
  public Limits maxInboundQueueBytes(long bytes) {
    long checked = Settings.atLeast("maxInboundQueueBytes", 1024, bytes);
    return with(changed -> changed.maxInboundQueueBytes = checked);
  }

  /**
   * How many bytes may wait to be sent; 16 MiB by default. Above it emits are refused with {@link
   * OverflowException}. A single larger one is taken when nothing else waits.
   *
   * @param bytes at least 1,024
   * @return such limits
   */
  public Limits maxOutboundQueueBytes(long bytes) {
    long checked = Settings.atLeast("maxOutboundQueueBytes", 1024, bytes);
    return with(changed -> changed.maxOutboundQueueBytes = checked);
  }

  /**
   * How many acks one namespace may await at the same time; 100,000 by default. Above it calls fail
   * with {@link OverflowException}.
   *
   * @param count at least 1
   * @return such limits
   */
  public Limits maxPendingAcks(int count) {
    int checked = Settings.atLeast("maxPendingAcks", 1, count);
    return with(changed -> changed.maxPendingAcks = checked);
  }

  /**
   * The largest body of one answer to a poll, which holds any number of messages; 16 MiB by
   * default. Above it the connection is closed with {@link PayloadTooLargeException}.
   *
   * @param bytes at least 1,024
   * @return such limits
   */
  public Limits maxPollBytes(int bytes) {
    int checked = Settings.atLeast("maxPollBytes", 1024, bytes);
    return with(changed -> changed.maxPollBytes = checked);
  }

  /**
   * How many packets one answer to a poll may hold; 100,000 by default. Above it the connection is
   * closed with {@link ProtocolViolationException}.
   *
   * @param count at least 1
   * @return such limits
   */
  public Limits maxPollPackets(int count) {
    int checked = Settings.atLeast("maxPollPackets", 1, count);
    return with(changed -> changed.maxPollPackets = checked);
  }

  /**
   * How many redirects the handshake of a transport may follow; 5 by default. Where they may lead
   * says {@link SocketIoClientBuilder#redirectsTo}.
   *
   * @param count 0 to follow none
   * @return such limits
   */
  public Limits maxRedirects(int count) {
    int checked = Settings.atLeast("maxRedirects", 0, count);
    return with(changed -> changed.maxRedirects = checked);
  }

  int maxRedirects() {
    return maxRedirects;
  }

  int maxPollBytes() {
    return maxPollBytes;
  }

  int maxPollPackets() {
    return maxPollPackets;
  }

  int maxMessageBytes() {
    return maxMessageBytes;
  }

  int maxPendingAcks() {
    return maxPendingAcks;
  }

  long maxInboundQueueBytes() {
    return maxInboundQueueBytes;
  }

  long maxOutboundQueueBytes() {
    return maxOutboundQueueBytes;
  }

  /** Those that a decoder must obey. */
  DecoderLimits ofPackets() {
    return ofPackets;
  }

  private DecoderLimits decoderLimits() {
    return new DecoderLimits(
        maxAttachments, maxMessageBytes, maxJsonDepth, DecoderLimits.DEFAULT.maxEventNameBytes());
  }
}
