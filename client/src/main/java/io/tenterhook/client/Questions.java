package io.tenterhook.client;

import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.Namespace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What only the user's code can answer: where to go, with which credentials, whether to try again.
 * It is asked on the handler executor; its answers come back through the mailbox with their ticket,
 * and are dropped when nobody waits for them any more. Lives on the loop.
 */
final class Questions {
  private final Client client;

  /** Whether the connection is tried again without a delay. */
  private boolean connectionRefreshed;

  Questions(Client client) {
    this.client = client;
  }

  // ---- where to

  void endpoint(int attempt) {
    Itinerary itinerary = client.itinerary();
    Endpoint configured = itinerary.begin();
    AsyncEndpointSupplier supplier = client.settings().endpointSupplier();
    if (supplier == null) {
      goByProxy(attempt);
      return;
    }
    int ticket = itinerary.ask();
    ask(
        () ->
            supplier
                .get(configured, attempt)
                .whenComplete(
                    (endpoint, error) -> {
                      if (error == null && endpoint != null) {
                        client.post(now -> go(ticket, attempt, endpoint));
                      } else {
                        noEndpoint(
                            ticket,
                            error == null ? new NullPointerException("no endpoint") : error);
                      }
                    }),
        error -> noEndpoint(ticket, error));
  }

  private void go(int ticket, int attempt, Endpoint endpoint) {
    if (client.itinerary().awaits(ticket)) {
      client.itinerary().take(endpoint);
      goByProxy(attempt);
    }
  }

  private void goByProxy(int attempt) {
    Settings settings = client.settings();
    Itinerary itinerary = client.itinerary();
    Endpoint taken = itinerary.taken();
    ProxySupplier supplier = settings.proxySupplier();
    if (supplier == null) {
      itinerary.take(settings.through(settings.proxy(), taken));
      goWithCookies(attempt);
      return;
    }
    int ticket = itinerary.ask();
    ask(
        () -> {
          Endpoint proxied = settings.through(supplier.proxyFor(taken), taken);
          client.post(
              now -> {
                if (client.itinerary().awaits(ticket)) {
                  client.itinerary().take(proxied);
                  goWithCookies(attempt);
                }
              });
        },
        error -> noEndpoint(ticket, "the proxy supplier", error));
  }

  /** A cookie handler is the user's code, which may block. */
  private void goWithCookies(int attempt) {
    Itinerary itinerary = client.itinerary();
    Endpoint taken = itinerary.taken();
    if (!client.cookies().mustAsk()) {
      client.roads().open(attempt, client.cookies().kept(taken));
      return;
    }
    int ticket = itinerary.ask();
    client
        .cookies()
        .ask(
            taken,
            cookies -> {
              if (client.itinerary().awaits(ticket)) {
                client.itinerary().take(taken);
                client.roads().open(attempt, cookies);
              }
            },
            error -> noEndpoint(ticket, "the cookie handler", error));
  }

  private void noEndpoint(int ticket, Throwable error) {
    noEndpoint(ticket, "the endpoint supplier", error);
  }

  private void noEndpoint(int ticket, String whose, Throwable error) {
    client.post(
        now -> {
          if (client.itinerary().awaits(ticket)) {
            client.session().transportLost(new Endings.EndpointMissing(whose, error), now);
          }
        });
  }

  // ---- who

  void auth(Namespace namespace, int ticket) {
    AsyncAuthSupplier supplier = client.settings().authFor(namespace.name());
    if (supplier == null) {
      client.post(now -> client.session().authenticated(namespace, ticket, null, now));
      return;
    }
    ask(
        () ->
            supplier
                .get()
                .whenComplete(
                    (value, error) -> {
                      if (error == null) {
                        authenticate(namespace, ticket, value);
                      } else {
                        authFailed(namespace, ticket, error);
                      }
                    }),
        error -> authFailed(namespace, ticket, error));
  }

  private void authenticate(Namespace namespace, int ticket, @Nullable Object value) {
    byte[] json;
    try {
      json = value == null ? null : client.encoder().object(value);
    } catch (IllegalArgumentException noObject) {
      authFailed(namespace, ticket, noObject);
      return;
    }
    client.post(now -> client.session().authenticated(namespace, ticket, json, now));
  }

  private void authFailed(Namespace namespace, int ticket, Throwable error) {
    client.post(now -> client.session().authFailed(namespace, ticket, error, now));
  }

  // ---- whether to try again

  /** About one namespace, or, with null, about the connection. */
  void retry(
      @Nullable Namespace namespace,
      int ticket,
      SessionEnd end,
      int failures,
      boolean everConnected) {
    ReconnectPolicy.Failure failure = failure(namespace, end, failures, everConnected);
    ask(
        () -> {
          Optional<Duration> delay = client.settings().reconnect().delayAfter(failure);
          if (delay.isPresent()) {
            long nanos = Settings.notNegative("the policy's delay", delay.get()).toNanos();
            client.post(now -> retryAfter(namespace, ticket, nanos, now));
          } else {
            client.post(now -> client.session().giveUp(namespace, ticket, now));
          }
        },
        error -> {
          client.handlerFailed("the reconnect policy", error);
          client.post(now -> client.session().giveUp(namespace, ticket, now));
        });
  }

  private ReconnectPolicy.Failure failure(
      @Nullable Namespace namespace, SessionEnd end, int failures, boolean everConnected) {
    Ending ending = client.endings().of(end);
    FailureKind kind = kind(namespace, end, ending);
    boolean wasRefreshed;
    if (namespace == null) {
      kind = client.itinerary().judge(kind);
      wasRefreshed = connectionRefreshed;
      connectionRefreshed = false;
    } else {
      wasRefreshed = client.socket(namespace).onLoop().takeRefreshed();
    }
    return new ReconnectPolicy.Failure(
        failures,
        ending,
        kind,
        wasRefreshed,
        everConnected,
        client.itinerary().failedEverywhere(),
        client.settings().random().getAsDouble());
  }

  private FailureKind kind(@Nullable Namespace namespace, SessionEnd end, Ending ending) {
    Namespace about = end instanceof SessionEnd.Refused refused ? refused.namespace() : namespace;
    Settings settings = client.settings();
    return FailureKind.of(
        ending,
        about != null && client.socket(about).onLoop().wasAccepted(),
        about != null && settings.authFor(about.name()) != null,
        settings.endpointSupplier() != null,
        settings.proxySupplier() != null);
  }

  private void retryAfter(@Nullable Namespace namespace, int ticket, long nanos, long now) {
    if (nanos == 0) {
      if (namespace == null) {
        connectionRefreshed = true;
      } else {
        client.socket(namespace).onLoop().refreshed();
      }
    }
    client.session().retryAfter(namespace, ticket, nanos, now);
  }

  // ---- asking

  /** The user's code. */
  private interface Question {
    void ask() throws Exception;
  }

  private interface OnError {
    void accept(Throwable error);
  }

  private void ask(Question question, OnError onError) {
    try {
      client.execute(
          () -> {
            try {
              question.ask();
            } catch (Throwable thrown) {
              onError.accept(thrown);
            }
          });
    } catch (RejectedExecutionException refused) {
      onError.accept(refused);
    }
  }
}
