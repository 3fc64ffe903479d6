package dev.ingot.bake.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SSH server whose machine is this host: commands run in its shell, files are its files. */
public final class SshServerFixture implements AutoCloseable {
  /** The only user. */
  public static final String USER = "builder";

  /** Its password. */
  public static final String PASSWORD = "correct horse";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final Set<String> logins = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();

  private SshServerFixture() {}

  /** A server at a free port. */
  public static SshServerFixture open(boolean sftp) throws IOException, GeneralSecurityException {
    return at(0, sftp);
  }

  /** A server at a port. */
  public static SshServerFixture at(int port, boolean sftp)
      throws IOException, GeneralSecurityException {
    SshServerFixture fixture = new SshServerFixture();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair key = generator.generateKeyPair();
    fixture.server.setHost("127.0.0.1");
    fixture.server.setPort(port);
    fixture.server.setKeyPairProvider(KeyPairProvider.wrap(key));
    fixture.server.setPasswordAuthenticator(
        (user, password, session) -> {
          boolean right = user.equals(USER) && password.equals(PASSWORD);
          fixture.logins.add("password");
          if (!right) {
            int _ = fixture.refused.incrementAndGet();
          }
          return right;
        });
    fixture.server.setKeyboardInteractiveAuthenticator(null);
    fixture.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    fixture.server.setCommandFactory(fixture::command);
    if (sftp) {
      fixture.server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    }
    fixture.server.start();
    return fixture;
  }

  /** As a real server: the shell of the user gets the whole line as one argument. */
  private Command command(ChannelSession channel, String line) throws IOException {
    if (line.contains("reboot-me")) {
      disconnectAll();
    }
    return new ProcessShellFactory(line, "/bin/sh", "-c", line).createShell(channel);
  }

  /** Accepts a key in place of a password. */
  public void accept(java.security.PublicKey key) {
    server.setPublickeyAuthenticator((user, offered, session) -> offered.equals(key));
  }

  /** Writes the file of a new key that a server accepts. */
  public static Path key(SshServerFixture server, Path file)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    server.accept(pair.getPublic());
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /** Breaks all connections. */
  public void disconnectAll() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  /** Its port. */
  public int port() {
    return server.getPort();
  }

  /** How many logins it refused. */
  public int refused() {
    return refused.get();
  }

  /** Settings that reach it. */
  public SshSettings settings() {
    return settings(PASSWORD);
  }

  /** Settings with a password of their own. */
  public SshSettings settings(String password) {
    return new SshSettings(
        java.util.Optional.of("127.0.0.1"),
        port(),
        new SshLogin(
            USER,
            java.util.Optional.of(password),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            false),
        java.util.Optional.empty(),
        java.util.Optional.empty(),
        new SshSettings.Patience(
            java.time.Duration.ofSeconds(60),
            3,
            java.time.Duration.ofSeconds(5),
            java.time.Duration.ZERO,
            java.time.Duration.ZERO),
        new SshSettings.Algorithms(List.of(), List.of()),
        new SshSettings.Session(false, false, SshSettings.Transfer.SCP));
  }

  /** The folder of files of a test, as the machine names it. */
  public static String inside(Path folder, String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
