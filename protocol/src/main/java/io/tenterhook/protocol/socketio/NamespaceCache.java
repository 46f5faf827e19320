package io.tenterhook.protocol.socketio;

import io.tenterhook.protocol.ProtocolException;

/**
 * Resolves the namespace in a packet without an allocation when it was seen lately.
 *
 * <p>Holds a few short names, the oldest is replaced: a peer that names a million namespaces makes
 * it neither larger nor slower. One thread.
 */
public final class NamespaceCache {
  private static final int CAPACITY = 16;
  private static final Namespace[] NONE = {};

  /** Longer names are resolved anew each time, so that a peer cannot fill the cache with them. */
  private static final int MAX_BYTES = 256;

  /** Room is made for the first that is remembered: most clients know the main namespace only. */
  private Namespace[] seen = NONE;

  private int size;
  private int oldest;
  private Namespace last = Namespace.ROOT;

  /** A cache that knows only the main namespace. */
  public NamespaceCache() {}

  /**
   * The namespace with a name.
   *
   * @param array holds the name in UTF-8
   * @param start the index of its slash
   * @param end the index just after its last byte
   * @return the namespace
   * @throws ProtocolException INVALID_NAMESPACE
   */
  public Namespace resolve(byte[] array, int start, int end) {
    if (end - start <= 1 || array[start] != '/') {
      return Namespace.parse(array, start, end);
    }
    if (last.matches(array, start, end)) {
      return last;
    }
    for (int i = 0; i < size; i++) {
      if (seen[i].matches(array, start, end)) {
        last = seen[i];
        return last;
      }
    }
    Namespace namespace = Namespace.parse(array, start, end);
    if (end - start <= MAX_BYTES && namespace.wireLength() > 0) {
      remember(namespace);
    }
    return namespace;
  }

  private void remember(Namespace namespace) {
    if (seen.length == 0) {
      seen = new Namespace[CAPACITY];
    }
    if (size < CAPACITY) {
      seen[size++] = namespace;
    } else {
      seen[oldest] = namespace;
      oldest = (oldest + 1) % CAPACITY;
    }
    last = namespace;
  }
}
