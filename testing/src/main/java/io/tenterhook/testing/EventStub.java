package io.tenterhook.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is done about events: see {@link ServerNamespace#when}.
 *
 * <pre>{@code
 * server.namespace("/orders").when("order").withArgs("{\"sym\":\"ACME\"}")
 *     .ackWith("{\"ok\":true}")
 *     .after(ofMillis(50)).emit("confirmed", "1");
 * }</pre>
 */
public final class EventStub extends StubWithSteps<EventStub> {
  /** Null for any event. */
  private final @Nullable String event;

  private @Nullable List<String> args;
  private @Nullable List<@Nullable Object> argValues;

  EventStub(Stubs stubs, @Nullable String event) {
    super(stubs, event == null ? "whenAny()" : "when(" + Json.string(event) + ")");
    this.event = event;
  }

  /**
   * Only for events with exactly these arguments. They are compared as JSON values: white space,
   * the order of members and the way in which numbers are written make no difference.
   *
   * @param jsonArgs JSON texts, with {@link Json#attachment} where attachments are
   * @return this stub
   */
  public EventStub withArgs(String... jsonArgs) {
    conditionsAreOpen("withArgs");
    args = checked(List.of(jsonArgs));
    argValues = values(args);
    return this;
  }

  /**
   * Answers. Where the client asks for no answer, that is noted in {@link SocketIoServer#errors()}.
   *
   * @param jsonArgs JSON texts
   * @return this stub
   */
  public EventStub ackWith(String... jsonArgs) {
    return ackWith(List.of(jsonArgs), List.of());
  }

  /**
   * Answers with attachments.
   *
   * @param jsonArgs JSON texts, with {@link Json#attachment} where the attachments belong
   * @param attachments the binary arguments
   * @return this stub
   */
  public EventStub ackWith(List<String> jsonArgs, List<byte[]> attachments) {
    List<String> answer = checked(jsonArgs);
    List<byte[]> bytes = List.copyOf(attachments);
    return step(occasion -> eventOf(occasion).ack(answer, bytes));
  }

  /**
   * Sends the event back: as the answer if the client asks for one, else as an event.
   *
   * @return this stub
   */
  public EventStub echo() {
    return step(occasion -> eventOf(occasion).echo());
  }

  private static ReceivedEvent eventOf(Occasion occasion) {
    return Objects.requireNonNull(occasion.event());
  }

  boolean isForAny() {
    return event == null;
  }

  boolean matches(ReceivedEvent received) {
    return (event == null || event.equals(received.name()))
        && (argValues == null || argValues.equals(values(received.args())))
        && claim(received.peer().number());
  }

  private static List<@Nullable Object> values(List<String> json) {
    List<@Nullable Object> values = new ArrayList<>();
    json.forEach(text -> values.add(JsonEquality.value(text)));
    return values;
  }

  @Override
  boolean isReplacedBy(Stub<?> later) {
    return super.isReplacedBy(later)
        && later instanceof EventStub stub
        && Objects.equals(event, stub.event)
        && Objects.equals(argValues, stub.argValues);
  }

  @Override
  EventStub self() {
    return this;
  }

  @Override
  String conditions() {
    return args == null ? "" : " with args " + args;
  }
}
