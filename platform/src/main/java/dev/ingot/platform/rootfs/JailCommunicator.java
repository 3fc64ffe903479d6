package dev.ingot.platform.rootfs;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.ShellWords;
import dev.ingot.graph.Cancellation;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.OutputSink;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailExit;
import dev.ingot.platform.driver.jail.JailSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands in a jail over a tree, and copies files in and out of the tree. */
final class JailCommunicator implements Communicator {
  /** The search path for commands. */
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  // A step without a timeout runs until it is done or cancelled.
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private static final String HOME = "/root";
  private static final String VARIABLES = "/tmp/.ingot-environment";

  private final Jail jail;
  private View view;

  /**
   * The view of a machine.
   *
   * @param template the jail of each command; its own command is replaced
   * @param tree its root
   * @param scratch the folder of its {@code /tmp} and {@code /run}
   */
  record View(JailSpec template, LayeredTree tree, LayeredTree scratch) {
    LayeredTree of(String path) {
      Path normal = Path.of("/").resolve(path).normalize();
      return normal.startsWith("/tmp") || normal.startsWith("/run") ? scratch : tree;
    }
  }

  JailCommunicator(Jail jail, View view) {
    this.jail = jail;
    this.view = view;
  }

  /** Uses another view of the machine from now on. */
  void look(View other) {
    view = other;
  }

  @Override
  public int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    requireShell();
    List<String> setup = new ArrayList<>();
    OutputSink sink =
        (stream, printed) -> {
          setup.add(printed);
          output.line(
              stream == OutputSink.Stream.OUT ? Output.Stream.OUT : Output.Stream.ERR, printed);
        };
    JailSpec template = view.template();
    String line = command.line();
    if (!command.environment().isEmpty()) {
      // In a file, since every user of the host can read command lines.
      upload(VARIABLES, exports(command.environment()).getBytes(StandardCharsets.UTF_8), 0600);
      line = ". " + VARIABLES + "\n" + line;
    }
    try {
      JailExit exit =
          jail.run(
              JailSpec.bake(
                  template.runDirectory(),
                  template.root(),
                  List.of("/bin/sh", "-c", line),
                  template.environment(),
                  template.binds(),
                  template.network()),
              sink,
              NO_LIMIT);
      if (exit.code() == JailExit.SETUP_FAILED
          && setup.stream().anyMatch(said -> said.startsWith("ingot: cannot set the jail up"))) {
        throw new CommunicationException(
            "the machine could not be started: " + String.join("; ", setup));
      }
      return exit.code();
    } catch (PlatformException e) {
      throw new CommunicationException(e.describe(), e);
    } finally {
      if (!command.environment().isEmpty()) {
        remove(VARIABLES);
      }
    }
  }

  private static String exports(Map<String, String> environment) {
    StringBuilder lines = new StringBuilder();
    environment.forEach(
        (name, value) ->
            lines
                .append("export ")
                .append(name)
                .append('=')
                .append(ShellWords.quote(value))
                .append('\n'));
    return lines.toString();
  }

  @Override
  public void upload(String at, byte[] content, int mode) throws CommunicationException {
    String path = absolute(at);
    try {
      Path place = view.of(path).placeForFile(path);
      // Private from the start: it may hold secrets.
      Files.createFile(
          place,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(place, content);
      Files.setAttribute(place, "unix:mode", mode);
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public void uploadFile(String at, Path file) throws CommunicationException {
    String path = absolute(at);
    try {
      Path place = view.of(path).placeForFile(path);
      Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
      Files.setAttribute(place, "unix:mode", permissions(file));
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public void uploadFolder(String at, Path folder) throws CommunicationException {
    String path = absolute(at);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      boolean there = isFolder(path);
      Path made = view.of(path).folder(path);
      if (!there) {
        Files.setAttribute(made, "unix:mode", permissions(folder));
      }
      for (Path child : children) {
        String target = below(path, String.valueOf(child.getFileName()));
        if (Files.isSymbolicLink(child)) {
          Files.createSymbolicLink(
              view.of(target).placeForFile(target), Files.readSymbolicLink(child));
        } else if (Files.isDirectory(child)) {
          uploadFolder(target, child);
        } else if (Files.isRegularFile(child)) {
          uploadFile(target, child);
        } else {
          throw new CommunicationException(
              child + " is neither a file, a folder nor a link, and can't be uploaded");
        }
      }
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public boolean isFolder(String at) throws CommunicationException {
    String path = absolute(at);
    try {
      return view.of(path).find(path).filter(Files::isDirectory).isPresent();
    } catch (IOException e) {
      throw failed("look at", path, e);
    }
  }

  @Override
  public void download(String at, Path file) throws CommunicationException {
    String path = absolute(at);
    try {
      Path found =
          view.of(path)
              .find(path)
              .filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
              .orElseThrow(() -> new CommunicationException("the machine has no file " + path));
      Files.copy(found, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw failed("copy", path, e);
    }
  }

  @Override
  public void downloadFolder(String at, Path folder) throws CommunicationException {
    String path = absolute(at);
    try {
      if (!isFolder(path)) {
        throw new CommunicationException("the machine has no folder " + path);
      }
      Files.createDirectories(folder);
      for (String name : view.of(path).list(path)) {
        String source = below(path, name);
        if (isFolder(source)) {
          downloadFolder(source, folder.resolve(name));
        } else if (view.of(source).find(source).isPresent()) {
          download(source, folder.resolve(name));
        }
      }
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw failed("copy", path, e);
    }
  }

  @Override
  public void remove(String at) throws CommunicationException {
    String path = absolute(at);
    try {
      view.of(path).remove(path);
    } catch (IOException e) {
      throw failed("delete", path, e);
    }
  }

  /** Relative paths, and those that start with a tilde, are relative to root's home folder. */
  private static String absolute(String path) throws CommunicationException {
    if (path.startsWith("/")) {
      return path;
    }
    if (path.length() > 2
        && Character.isLetter(path.charAt(0))
        && path.charAt(1) == ':'
        && (path.charAt(2) == '\\' || path.charAt(2) == '/')) {
      throw new CommunicationException(
          path + " is a Windows path, but this machine runs Linux; use a path such as /etc/x");
    }
    if (path.equals("~") || path.startsWith("~/")) {
      return HOME + path.substring(1);
    }
    return path.isEmpty() ? HOME : HOME + "/" + path;
  }

  private void requireShell() throws CommunicationException {
    try {
      if (view.tree().find("/bin/sh").isEmpty()) {
        throw new CommunicationException(
            "the image has no /bin/sh to run commands: add \"sh\" to the commands of the"
                + " source, or start from a base that has one");
      }
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw failed("look at", "/bin/sh", e);
    }
  }

  private static int permissions(Path file) throws IOException {
    return Files.getAttribute(file, "unix:mode") instanceof Integer mode ? mode & 0777 : 0644;
  }

  private static String below(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  private static CommunicationException failed(String what, String path, Exception e) {
    return new CommunicationException(
        "can't " + what + " " + path + " in the machine: " + IoMessage.of(e), e);
  }

  /** The default variables of every command; those of the image override them. */
  static Map<String, String> environment(Map<String, String> image, long modified) {
    Map<String, String> environment = new java.util.TreeMap<>();
    environment.put("PATH", PATH);
    environment.put("HOME", HOME);
    environment.put("USER", "root");
    environment.put("LANG", "C.UTF-8");
    environment.put("SOURCE_DATE_EPOCH", Long.toString(modified));
    environment.putAll(image);
    return environment;
  }
}
