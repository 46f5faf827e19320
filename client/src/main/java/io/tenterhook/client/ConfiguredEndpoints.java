package io.tenterhook.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The URLs a builder was told, in order, with the path, query and headers that all of them share.
 */
final class ConfiguredEndpoints {
  private static final int MOST = 16;

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<UnaryOperator<Endpoint>> changes = new ArrayList<>();

  void add(String url) {
    if (endpoints.size() == MOST) {
      throw new IllegalArgumentException("there are " + MOST + " URLs already, which is the limit");
    }
    Endpoint added = Endpoint.of(url);
    for (UnaryOperator<Endpoint> change : changes) {
      added = change.apply(added);
    }
    endpoints.add(added);
  }

  /** Changes those that are there, and those to come. */
  void change(UnaryOperator<Endpoint> change) {
    endpoints.replaceAll(change);
    changes.add(change);
  }

  List<Endpoint> copy() {
    return List.copyOf(endpoints);
  }
}
