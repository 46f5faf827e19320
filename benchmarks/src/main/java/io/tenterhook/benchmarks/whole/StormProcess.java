package io.tenterhook.benchmarks.whole;

import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.Resources;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Many of our clients in one JVM. Says {@code ready}, and {@code back} when all had to reconnect.
 */
final class StormProcess {
  private static final int OPENING = 64;
  private static final int LIMIT_SECONDS = 150;

  private StormProcess() {}

  /** Arguments: port, number of clients, jitter. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int clients = Integer.parseInt(arguments[1]);
    ReconnectPolicy policy = ReconnectPolicy.patient().withJitter(Double.parseDouble(arguments[2]));
    BufferedReader parent =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int status = 1;
    Semaphore connects = new Semaphore(0);
    ClientObserver counting =
        new ClientObserver() {
          @Override
          public void onConnected(String namespace, String sid, boolean recovered) {
            connects.release();
          }
        };
    // Not closed: the process ends.
    Resources resources = Resources.create(1);
    try {
      for (int i = 0; i < clients; i++) {
        if (i >= OPENING) {
          await(connects, 1);
        }
        var unused =
            SocketIoClient.builder("http://127.0.0.1:" + port)
                .resources(resources)
                // A fall-back would make every refused attempt two.
                .transports(Transport.WEBSOCKET)
                .reconnect(policy)
                .observer(counting)
                .build()
                .socket()
                .connect();
      }
      await(connects, Math.min(clients, OPENING));
      System.out.println("ready");
      await(connects, clients);
      System.out.println("back");
      status = parent.readLine() == null ? 0 : 1;
    } finally {
      System.exit(status);
    }
  }

  private static void await(Semaphore connects, int count) throws Exception {
    if (!connects.tryAcquire(count, LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("only " + connects.availablePermits() + " of " + count + " connected");
    }
  }
}
