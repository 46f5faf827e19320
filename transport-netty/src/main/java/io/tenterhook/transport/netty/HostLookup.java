package io.tenterhook.transport.netty;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host name. May block: called by {@link BlockingWork} only. */
@FunctionalInterface
interface HostLookup {

  /** The operating system's resolver, with the JDK's cache in front. */
  HostLookup SYSTEM = InetAddress::getAllByName;

  /**
   * Looks a name up.
   *
   * @return at least one address, in the order in which they shall be tried
   * @throws UnknownHostException if there is none
   */
  InetAddress[] addressesOf(String host) throws UnknownHostException;
}
