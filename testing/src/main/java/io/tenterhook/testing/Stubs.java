package io.tenterhook.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The stubs of one namespace. Read by the loops of all its connections, written by tests. */
final class Stubs {
  /** More are a mistake in the test. */
  private static final int MAX_STUBS = 10_000;

  private final Scenarios scenarios;
  private final List<Stub<?>> stubs = new CopyOnWriteArrayList<>();

  /** Guarded by this. */
  private final List<Stub<?>> replacedUnused = new ArrayList<>();

  Stubs(Scenarios scenarios) {
    this.scenarios = scenarios;
  }

  Scenarios scenarios() {
    return scenarios;
  }

  synchronized void add(Stub<?> stub) {
    List<Stub<?>> replaced = stubs.stream().filter(each -> each.isReplacedBy(stub)).toList();
    stubs.removeAll(replaced);
    for (Stub<?> earlier : replaced) {
      earlier.replaced();
      if (earlier.used() == 0) {
        replacedUnused.add(earlier);
      }
    }
    if (stubs.size() + replacedUnused.size() >= MAX_STUBS) {
      throw new IllegalStateException(
          "there are " + MAX_STUBS + " stubs already: clearStubs() forgets them");
    }
    stubs.add(stub);
  }

  synchronized void clear() {
    stubs.clear();
    replacedUnused.clear();
  }

  synchronized List<Stub<?>> unused() {
    List<Stub<?>> unused = new ArrayList<>(replacedUnused);
    stubs.stream().filter(stub -> stub.used() == 0).forEach(unused::add);
    return unused;
  }

  /** The stub that answers an event, and is used by that: one for its name or one for any. */
  @Nullable EventStub claim(ReceivedEvent event, boolean forAny) {
    for (Stub<?> stub : stubs) {
      if (stub instanceof EventStub candidate
          && candidate.isForAny() == forAny
          && candidate.matches(event)) {
        return candidate;
      }
    }
    return null;
  }

  /** Accepts if there is nothing about it in the script. */
  Verdict decide(ConnectRequest request, int connectionNumber) {
    for (Stub<?> stub : stubs) {
      if (stub instanceof ConnectStub candidate && candidate.matches(request, connectionNumber)) {
        return candidate.verdict();
      }
    }
    return Verdict.accept();
  }

  void joined(ServerSocketPeer peer) {
    for (Stub<?> stub : stubs) {
      if (stub instanceof JoinStub candidate && candidate.claim(peer.number())) {
        candidate.play(new StubWithSteps.Occasion(peer, null));
        return;
      }
    }
  }
}
