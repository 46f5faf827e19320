package io.tenterhook.client.spi;

/**
 * HTTP/1.1 requests to one server, over TCP connections that are kept open and used again: the
 * transport of long-polling. Redirects are not followed, answers not decompressed, nothing is tried
 * twice. All methods are called on the {@link EventLoop}.
 *
 * <p>Each request that is under way has a connection of its own; the caller sees to it that they
 * are few.
 */
public interface HttpRequests {

  /**
   * Makes a request. There is no time limit: the caller has a deadline, and closes.
   *
   * @param request what to ask
   * @param listener hears once, on the loop, never from inside this call
   */
  void send(HttpRequest request, HttpListener listener);

  /**
   * Bytes of requests under way that the operating system has not taken yet.
   *
   * @return bytes, 0 when all of them wait for nothing but their answers, or when it is not known
   */
  default long unwrittenBytes() {
    return 0;
  }

  /** Closes all connections at once. Requests under way are not reported any more. */
  void close();

  /** Hears of the fate of one request. */
  interface HttpListener {
    /**
     * The whole answer is there, whatever its status.
     *
     * @param answer belongs to the listener
     */
    void answered(HttpAnswer answer);

    /**
     * There will be no answer.
     *
     * @param why as for a {@link Link}: a body over its limit is {@link
     *     LinkClosure.Kind#MESSAGE_TOO_LARGE}
     */
    void failed(LinkClosure why);
  }
}
