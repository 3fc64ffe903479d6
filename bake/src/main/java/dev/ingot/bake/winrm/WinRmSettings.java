package dev.ingot.bake.winrm;

import java.time.Duration;
import java.util.Optional;

/**
 * How a machine is reached over WinRM.
 *
 * @param host empty where the source knows it
 * @param user may have a domain, {@code DOMAIN\\user}
 * @param tls whether over HTTPS
 * @param trusting whether any certificate is taken
 * @param ntlm whether the password is proved by NTLM instead of sent
 * @param timeout how long is waited for a machine that isn't there yet
 * @param before the pause before the first attempt
 */
public record WinRmSettings(
    Optional<String> host,
    int port,
    String user,
    String password,
    boolean tls,
    boolean trusting,
    boolean ntlm,
    Duration timeout,
    Duration before) {
  /** The same at another host. */
  public WinRmSettings at(String other) {
    return new WinRmSettings(
        Optional.of(other), port, user, password, tls, trusting, ntlm, timeout, before);
  }

  /** Where it is. */
  String url() {
    return (tls ? "https://" : "http://") + host.orElse("") + ":" + port + "/wsman";
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + "@" + url();
  }
}
