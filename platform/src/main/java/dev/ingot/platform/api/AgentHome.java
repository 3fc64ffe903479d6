package dev.ingot.platform.api;

import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The folder one agent owns: {@code INGOT_HOME} and, below it, {@code platform}.
 *
 * @param path INGOT_HOME, absolute
 * @param shortDirectory where socket folders go when INGOT_HOME is too long a path for a socket,
 *     usually {@code /tmp} or {@code XDG_RUNTIME_DIR}
 */
public record AgentHome(Path path, Path shortDirectory) {
  /** A Unix socket's path has at most 107 bytes; a few are for the name's suffix while binding. */
  private static final int MAX_SOCKET_PATH = 104;

  /** The length of the longest name a socket has here, that of a balancer. */
  private static final int LONGEST_NAME = "balancer-b-0123456789ab.sock".length();

  private static final int SPACE_NEEDED = 64 * 1024;

  public AgentHome {
    path = path.toAbsolutePath().normalize();
  }

  /** A home with its short directory in {@code /tmp}. */
  public static AgentHome of(Path path) {
    return new AgentHome(path, Path.of("/tmp"));
  }

  /** Everything of the platform. */
  public Path platform() {
    return path.resolve("platform");
  }

  /** The agent's log. */
  public Path agentLog() {
    return platform().resolve("agent.log");
  }

  /** The output of the agent's process: why it could not start, or what ended it. */
  public Path agentOutput() {
    return platform().resolve("agent.out");
  }

  /** Crash reports of this home's JVMs. */
  public Path crashes() {
    return path.resolve("crashes");
  }

  /** The lock that this home's agent holds; it contains the agent's process id. */
  public Path agentLock() {
    return platform().resolve("agent.lock");
  }

  /** A short text that differs between homes. */
  public String fingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(path.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The agent's socket. */
  public Path agentSocket() {
    return socket("agent.sock");
  }

  /**
   * A socket's path: in the platform's folder, or, when paths of sockets there would be too long,
   * in a folder of the short directory named after this home. All sockets of a home are in one
   * folder.
   */
  public Path socket(String name) {
    int longest =
        platform().toString().getBytes(StandardCharsets.UTF_8).length
            + 1
            + Math.max(LONGEST_NAME, name.length());
    if (longest <= MAX_SOCKET_PATH) {
      return platform().resolve(name);
    }
    return shortDirectory.resolve("ingot-" + fingerprint()).resolve(name);
  }

  /**
   * Creates the folders, readable by their owner alone.
   *
   * @throws PlatformException when one can't be made, or the folder for sockets has another owner
   *     else
   */
  public void create() throws PlatformException {
    try {
      Path _ = PrivateFolder.create(platform());
      // Tested here once, rather than letting each later write fail in its own way.
      Path trial = Files.createTempFile(platform(), "space", "");
      try {
        Files.write(trial, new byte[SPACE_NEEDED]);
      } finally {
        Files.deleteIfExists(trial);
      }
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No space left")) {
        throw new PlatformException(
            PlatformException.Code.NO_SPACE,
            "the disk that holds " + platform() + " is full",
            "Free space there, or set INGOT_HOME to a folder on another disk.",
            e);
      }
      throw new PlatformException(
          PlatformException.Code.FORBIDDEN,
          "can't make the folder " + platform() + ": " + e.getMessage(),
          "Set INGOT_HOME to a folder you can write to, on a disk with free space.",
          e);
    }
    Path folder = agentSocket().getParent();
    if (folder != null && !folder.equals(platform())) {
      createSocketFolder(folder);
    }
  }

  private void createSocketFolder(Path folder) throws PlatformException {
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      PosixFileAttributes attributes =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean mine = attributes.owner().equals(Files.getOwner(platform()));
      String mode = PosixFilePermissions.toString(attributes.permissions());
      if (!attributes.isDirectory() || !mine || !mode.equals("rwx------")) {
        throw new PlatformException(
            PlatformException.Code.FORBIDDEN,
            "the folder for sockets " + folder + " has another owner or is open to other users",
            "Remove it, or set INGOT_HOME to a shorter path, so that it is not needed.");
      }
    } catch (IOException e) {
      throw new PlatformException(
          PlatformException.Code.FORBIDDEN,
          "can't make the folder for sockets " + folder + ": " + e.getMessage(),
          "Set INGOT_HOME to a shorter path, so that it is not needed.",
          e);
    }
  }
}
