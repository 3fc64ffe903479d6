package dev.ingot.platform.api;

/**
 * Where a balancer sends requests.
 *
 * @param id unique in its balancer
 * @param address an IP address
 * @param port a TCP port
 */
public record Backend(String id, String address, int port) {
  /** {@code address:port}. */
  public String endpoint() {
    return address + ":" + port;
  }
}
