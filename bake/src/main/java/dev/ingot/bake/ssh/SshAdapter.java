package dev.ingot.bake.ssh;

import dev.ingot.bake.Communicator;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;

/**
 * An SSH server on this host, in front of a machine that may be reached in another way: commands
 * and copies by {@code scp} go through the machine's communicator. It takes one key, which nobody
 * else has, and ends with the step.
 */
public final class SshAdapter implements AutoCloseable {
  private final SshServer server;
  private final KeyPair key;

  private SshAdapter(SshServer server, KeyPair key) {
    this.server = server;
    this.key = key;
  }

  /**
   * Starts one at a free port of the loopback interface.
   *
   * @param cancellation ends the commands that run
   */
  public static SshAdapter start(Communicator machine, Cancellation cancellation)
      throws IOException {
    KeyPair host = newKey();
    KeyPair user = newKey();
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPasswordAuthenticator(null);
    server.setKeyboardInteractiveAuthenticator(null);
    server.setPublickeyAuthenticator((_, offered, _) -> offered.equals(user.getPublic()));
    server.setCommandFactory((_, line) -> new AdapterCommand(machine, line, cancellation));
    server.start();
    return new SshAdapter(server, user);
  }

  private static KeyPair newKey() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IOException("no key can be made", e);
    }
  }

  /** Its port. */
  public int port() {
    return server.getPort();
  }

  /** The private key of its user, as OpenSSH reads it. */
  public String privateKey() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
