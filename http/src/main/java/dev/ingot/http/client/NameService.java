package dev.ingot.http.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Says which addresses a host's name has. */
@FunctionalInterface
public interface NameService {
  /** That of this host. */
  NameService SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * The addresses, at least one.
   *
   * @throws UnknownHostException if there is none
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
