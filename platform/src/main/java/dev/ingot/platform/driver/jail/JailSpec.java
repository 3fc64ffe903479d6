package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.Limits;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The specification of one isolated process tree.
 *
 * @param runDirectory an existing directory of this jail's own, for its script, mount points and
 *     exit code; never shared with another jail
 * @param root its root
 * @param hostName its host name
 * @param command what to run; looked up in the jail's PATH
 * @param environment its whole environment
 * @param workingDirectory absolute, inside
 * @param user the user that runs it; empty means root
 * @param binds further mounts, in this order
 * @param privileges the capabilities it keeps
 * @param network what it can reach
 * @param limits its resource limits
 * @param users which users of this host its users are, where the host can map them; empty when they
 *     are the host's own by number
 * @param hosts the content of its /etc/hosts
 */
public record JailSpec(
    Path runDirectory,
    JailRoot root,
    String hostName,
    List<String> command,
    Map<String, String> environment,
    String workingDirectory,
    Optional<User> user,
    List<Bind> binds,
    Privileges privileges,
    Network network,
    Limits limits,
    Optional<UserRange> users,
    String hosts) {

  /** A numeric user. */
  public record User(long uid, long gid) {}

  /**
   * A file or directory of this host that is visible inside.
   *
   * @param source absolute, on this host
   * @param target absolute, inside
   * @param readOnly whether it can't be written
   */
  public record Bind(Path source, String target, boolean readOnly) {}

  /** Which capabilities the processes keep. */
  public enum Privileges {
    /** For machines: low ports and nothing else; set-uid files give no privileges. */
    SEALED,
    /**
     * For baking: what package managers need (owners, modes, users), but no devices of the host.
     */
    BAKE
  }

  /** The network that can be reached. */
  public enum Network {
    /** The host's network. */
    HOST,
    /** None. */
    NONE
  }

  /** The hosts file of a jail without an address of its own. */
  public static final String DEFAULT_HOSTS = "127.0.0.1 localhost\n::1 localhost\n";

  public JailSpec {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    binds = List.copyOf(binds);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a jail needs a command");
    }
  }

  /** A jail for a root shell script while baking: writable root, bake privileges. */
  public static JailSpec bake(
      Path runDirectory,
      JailRoot root,
      List<String> command,
      Map<String, String> environment,
      List<Bind> binds,
      Network network) {
    return new JailSpec(
        runDirectory,
        root,
        "bake",
        command,
        environment,
        "/",
        Optional.empty(),
        binds,
        Privileges.BAKE,
        network,
        Limits.NONE,
        Optional.of(UserRange.ofDirectory(runDirectory)),
        DEFAULT_HOSTS);
  }

  /** The same with its users as this host's by number. */
  public JailSpec withUsersOfHost() {
    return new JailSpec(
        runDirectory,
        root,
        hostName,
        command,
        environment,
        workingDirectory,
        user,
        binds,
        privileges,
        network,
        limits,
        Optional.empty(),
        hosts);
  }
}
