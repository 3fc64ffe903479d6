package dev.ingot.bake.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.ProxySOCKS5;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Vector;

/** A connection to a machine, with the one to its bastion. */
final class SshSession implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int SILENT_SIGNS = 6;

  private final Session session;
  private final Optional<Session> bastion;

  private SshSession(Session session, Optional<Session> bastion) {
    this.session = session;
    this.bastion = bastion;
  }

  /** One attempt. */
  sealed interface Attempt {
    /** It is connected and logged in. */
    record Connected(SshSession session) implements Attempt {}

    /**
     * It isn't.
     *
     * @param answered whether an SSH server answered, so that waiting alone won't help
     */
    record Failed(boolean answered, String why) implements Attempt {}
  }

  /**
   * Tries once.
   *
   * @param agent the socket of the agent of this host
   */
  static Attempt open(String host, SshSettings settings, Optional<Path> agent) {
    Optional<Session> bastion = Optional.empty();
    Optional<Session> machine = Optional.empty();
    try {
      Optional<Proxy> way = settings.proxy().map(SshSession::socks);
      if (settings.bastion().isPresent()) {
        SshSettings.Hop hop = settings.bastion().get();
        Session first = session(hop.host(), hop.port(), hop.login(), settings, agent);
        way.ifPresent(first::setProxy);
        bastion = Optional.of(first);
        first.connect(millis(ANSWER));
        way = Optional.of(new BastionProxy(first));
      }
      Session session = session(host, settings.port(), settings.login(), settings, agent);
      machine = Optional.of(session);
      way.ifPresent(session::setProxy);
      session.connect(millis(ANSWER));
      return new Attempt.Connected(new SshSession(session, bastion));
    } catch (JSchException | AgentProxyException e) {
      boolean atBastion = machine.isEmpty() && bastion.isPresent();
      boolean answered =
          machine.or(() -> Optional.<Session>empty()).map(SshSession::hasAnswered).orElse(false)
              || (atBastion && bastion.map(SshSession::hasAnswered).orElse(false));
      machine.ifPresent(Session::disconnect);
      bastion.ifPresent(Session::disconnect);
      return new Attempt.Failed(answered, (atBastion ? "at the bastion: " : "") + reason(e));
    }
  }

  private static boolean hasAnswered(Session session) {
    try {
      return !session.getServerVersion().isEmpty();
    } catch (NullPointerException e) {
      // The library turns the bytes of the version into a text without looking whether any came,
      // and has no other way to tell.
      return false;
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }

  private static Session session(
      String host, int port, SshLogin login, SshSettings settings, Optional<Path> agent)
      throws JSchException, AgentProxyException {
    JSch jsch = new JSch();
    if (login.key().isPresent()) {
      String key = login.key().get().toString();
      if (login.certificate().isPresent()) {
        jsch.addIdentity(key, login.certificate().get().toString(), new byte[0]);
      } else {
        jsch.addIdentity(key);
      }
    }
    Session session = jsch.getSession(login.user(), host, port);
    if (login.agent() && agent.isPresent()) {
      session.setIdentityRepository(
          new BothRepositories(
              jsch.getIdentityRepository(),
              new AgentIdentityRepository(new SSHAgentConnector(agent.get()))));
    }
    login.password().ifPresent(password -> session.setPassword(bytes(password)));
    session.setUserInfo(new PasswordAnswers(login.password()));
    // The machines of builds were just made: nobody knows their keys.
    session.setConfig("StrictHostKeyChecking", "no");
    session.setConfig("PreferredAuthentications", "publickey,keyboard-interactive,password");
    session.setConfig("MaxAuthTries", "20");
    if (!settings.algorithms().ciphers().isEmpty()) {
      String ciphers = String.join(",", settings.algorithms().ciphers());
      session.setConfig("cipher.s2c", ciphers);
      session.setConfig("cipher.c2s", ciphers);
    }
    if (!settings.algorithms().keyExchanges().isEmpty()) {
      session.setConfig("kex", String.join(",", settings.algorithms().keyExchanges()));
    }
    session.setDaemonThread(true);
    Duration keepAlive = settings.patience().keepAlive();
    if (keepAlive.isPositive()) {
      session.setServerAliveInterval(millis(keepAlive));
      session.setServerAliveCountMax(SILENT_SIGNS);
    } else if (settings.patience().readWrite().isPositive()) {
      session.setTimeout(millis(settings.patience().readWrite()));
    }
    return session;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Proxy socks(SshSettings.Proxy proxy) {
    ProxySOCKS5 socks = new ProxySOCKS5(proxy.host(), proxy.port());
    proxy.user().ifPresent(user -> socks.setUserPasswd(user, proxy.password().orElse("")));
    return socks;
  }

  private static int millis(Duration time) {
    return Math.clamp(time.toMillis(), 1, Integer.MAX_VALUE);
  }

  Session session() {
    return session;
  }

  @Override
  public void close() {
    session.disconnect();
    bastion.ifPresent(Session::disconnect);
  }

  /** The keys of a file and of an agent; nothing is ever given to the agent. */
  private record BothRepositories(IdentityRepository files, IdentityRepository agent)
      implements IdentityRepository {
    @Override
    public String getName() {
      return agent.getName();
    }

    @Override
    public int getStatus() {
      return RUNNING;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // the library's own type
    public Vector<Identity> getIdentities() {
      Vector<Identity> all = new Vector<>(files.getIdentities());
      all.addAll(agent.getIdentities());
      return all;
    }

    @Override
    public boolean add(byte[] identity) {
      return files.add(identity);
    }

    @Override
    public boolean remove(byte[] blob) {
      return files.remove(blob);
    }

    @Override
    public void removeAll() {
      files.removeAll();
    }
  }

  /** Answers each hidden question of a server by the password. */
  private record PasswordAnswers(Optional<String> password)
      implements com.jcraft.jsch.UserInfo, com.jcraft.jsch.UIKeyboardInteractive {
    @Override
    @SuppressWarnings("NullAway") // null is how the library is told that there is none
    public String getPassphrase() {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway")
    public String getPassword() {
      return password.orElse(null);
    }

    @Override
    public boolean promptPassword(String message) {
      return password.isPresent();
    }

    @Override
    public boolean promptPassphrase(String message) {
      return false;
    }

    @Override
    public boolean promptYesNo(String message) {
      return false;
    }

    @Override
    public void showMessage(String message) {}

    @Override
    @SuppressWarnings("NullAway")
    public String[] promptKeyboardInteractive(
        String destination, String name, String instruction, String[] prompt, boolean[] echo) {
      return password.isEmpty()
          ? null
          : java.util.Collections.nCopies(prompt.length, password.get()).toArray(String[]::new);
    }
  }

  /** The machine and how it is reached, for messages. */
  static String describe(String host, SshSettings settings) {
    List<String> parts = new java.util.ArrayList<>();
    parts.add(settings.login().user() + "@" + host + ":" + settings.port());
    settings.bastion().ifPresent(hop -> parts.add("through " + hop.host() + ":" + hop.port()));
    settings.proxy().ifPresent(proxy -> parts.add("through the proxy " + proxy));
    return String.join(" ", parts);
  }
}
