package dev.ingot.bake.ssh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a machine is reached over SSH.
 *
 * @param host empty where the source knows it
 * @param bastion the server through which it is reached
 * @param proxy a SOCKS 5 proxy before the machine or its bastion
 */
public record SshSettings(
    Optional<String> host,
    int port,
    SshLogin login,
    Optional<Hop> bastion,
    Optional<Proxy> proxy,
    Patience patience,
    Algorithms algorithms,
    Session session) {

  /** A server on the way. */
  public record Hop(String host, int port, SshLogin login) {}

  /** A SOCKS 5 proxy. */
  public record Proxy(String host, int port, Optional<String> user, Optional<String> password) {
    /** Without the password. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * How long is waited for a machine that isn't there yet.
   *
   * @param connect until the first connection
   * @param attempts how often the server may refuse the login
   * @param keepAlive between signs of life; not positive for none
   * @param readWrite how long the server may be silent; zero for any time
   * @param before the pause before the first attempt
   */
  public record Patience(
      Duration connect, int attempts, Duration keepAlive, Duration readWrite, Duration before) {}

  /** Algorithms in place of the usual ones; empty for those. */
  public record Algorithms(List<String> ciphers, List<String> keyExchanges) {
    public Algorithms {
      ciphers = List.copyOf(ciphers);
      keyExchanges = List.copyOf(keyExchanges);
    }
  }

  /**
   * What is asked of the server.
   *
   * @param terminal whether commands run at a terminal
   * @param forwardAgent whether commands may use the agent of this host
   */
  public record Session(boolean terminal, boolean forwardAgent, Transfer transfer) {}

  /** How files are copied. */
  public enum Transfer {
    /** By the protocol of that name. */
    SFTP,
    /** By the machine's program of that name. */
    SCP
  }
}
