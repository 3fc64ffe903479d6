package dev.ingot.bake.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import dev.ingot.bake.Communicator.CommunicationException;
import dev.ingot.bake.shell.BoundedOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files by SFTP. Its channel serves one operation at a time. */
final class SftpFiles implements SshFiles {
  private static final Duration START = Duration.ofSeconds(30);
  private static final int PRIVATE = 0600;
  private static final int ANY = 0777;

  private final ChannelSftp channel;

  private SftpFiles(ChannelSftp channel) {
    this.channel = channel;
  }

  /** The files of a session; empty if its server has no SFTP. */
  static Optional<SftpFiles> of(Session session) {
    try {
      Optional<ChannelSftp> channel =
          Optional.ofNullable((ChannelSftp) session.openChannel("sftp"));
      if (channel.isPresent()) {
        channel.get().connect((int) START.toMillis());
      }
      return channel.map(SftpFiles::new);
    } catch (JSchException e) {
      return Optional.empty();
    }
  }

  /** The library takes some characters of a path for patterns. */
  private static String exact(String path) {
    StringBuilder text = new StringBuilder();
    for (char each : (path.isEmpty() ? "." : path).toCharArray()) {
      if (each == '*' || each == '?' || each == '\\') {
        text.append('\\');
      }
      text.append(each);
    }
    return text.toString();
  }

  private static CommunicationException failed(String what, String path, Exception e) {
    return new CommunicationException(
        "can't " + what + " " + path + " in the machine: " + e.getMessage(), e);
  }

  @Override
  public synchronized void write(String path, InputStream content, int mode)
      throws CommunicationException, IOException {
    try (OutputStream out = channel.put(exact(path))) {
      channel.chmod(PRIVATE, exact(path));
      content.transferTo(out);
    } catch (SftpException e) {
      throw failed("write", path, e);
    }
    permit(path, mode);
  }

  @Override
  public synchronized void link(String path, String target) throws CommunicationException {
    delete(path);
    try {
      channel.symlink(target, exact(path));
    } catch (SftpException e) {
      throw failed("link", path, e);
    }
  }

  @Override
  public synchronized void makeFolder(String path) throws CommunicationException {
    if (path.isEmpty() || path.equals("/") || isFolder(path)) {
      return;
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      makeFolder(path.substring(0, slash));
    }
    try {
      channel.mkdir(exact(path));
    } catch (SftpException e) {
      if (!isFolder(path)) {
        throw failed("make the folder", path, e);
      }
    }
  }

  @Override
  public synchronized void permit(String path, int mode) throws CommunicationException {
    try {
      channel.chmod(mode & ANY, exact(path));
    } catch (SftpException e) {
      throw failed("set the permissions of", path, e);
    }
  }

  private Optional<SftpATTRS> find(String path) throws CommunicationException {
    try {
      return Optional.of(channel.stat(exact(path)));
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        return Optional.empty();
      }
      throw failed("look at", path, e);
    }
  }

  @Override
  public synchronized boolean isFolder(String path) throws CommunicationException {
    return find(path).filter(SftpATTRS::isDir).isPresent();
  }

  @Override
  public synchronized void read(String path, OutputStream content) throws CommunicationException {
    try {
      channel.get(exact(path), content);
    } catch (SftpException e) {
      throw failed("read", path, e);
    }
  }

  @Override
  public synchronized List<Entry> list(String path) throws CommunicationException {
    List<Entry> entries = new ArrayList<>();
    try {
      channel.ls(
          exact(path),
          each -> {
            String name = each.getFilename();
            if (!name.equals(".") && !name.equals("..")) {
              entries.add(new Entry(name, kind(each.getAttrs())));
            }
            return entries.size() > BoundedOutput.MOST_NAMES
                ? ChannelSftp.LsEntrySelector.BREAK
                : ChannelSftp.LsEntrySelector.CONTINUE;
          });
    } catch (SftpException e) {
      throw failed("list", path, e);
    }
    if (entries.size() > BoundedOutput.MOST_NAMES) {
      throw new CommunicationException(
          "the machine lists more than " + BoundedOutput.MOST_NAMES + " names in " + path);
    }
    return entries;
  }

  private static Entry.Kind kind(SftpATTRS attributes) {
    if (attributes.isDir()) {
      return Entry.Kind.FOLDER;
    }
    return attributes.isReg() ? Entry.Kind.FILE : Entry.Kind.OTHER;
  }

  @Override
  public synchronized void delete(String path) throws CommunicationException {
    try {
      channel.rm(exact(path));
    } catch (SftpException e) {
      if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        throw failed("delete", path, e);
      }
    }
  }
}
