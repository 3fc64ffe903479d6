package dev.ingot.bake.ssh;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a user proves who it is to an SSH server.
 *
 * @param key a private key's file, in any form OpenSSH or PuTTY writes
 * @param certificate the OpenSSH certificate of the key
 * @param agent whether the keys of the agent at {@code SSH_AUTH_SOCK} are offered
 */
public record SshLogin(
    String user,
    Optional<String> password,
    Optional<Path> key,
    Optional<Path> certificate,
    boolean agent) {
  /** Whether it has anything to offer. */
  public boolean isEmpty() {
    return password.isEmpty() && key.isEmpty() && !agent;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user;
  }
}
