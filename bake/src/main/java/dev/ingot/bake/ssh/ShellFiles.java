package dev.ingot.bake.ssh;

import dev.ingot.bake.Communicator.CommunicationException;
import dev.ingot.bake.ShellWords;
import dev.ingot.bake.shell.BoundedOutput;
import dev.ingot.graph.Cancellation;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Files by the commands of the machine's shell, where its server has no SFTP. */
record ShellFiles(SshShell shell) implements SshFiles {
  private void run(String what, String path, String line, InputStream in, OutputStream out)
      throws CommunicationException, InterruptedException {
    int code = shell.pipe(line, in, out, new Cancellation());
    if (code != 0) {
      throw new CommunicationException(
          "can't " + what + " " + path + " in the machine: exit code " + code);
    }
  }

  private void run(String what, String path, String line)
      throws CommunicationException, InterruptedException {
    run(what, path, line, InputStream.nullInputStream(), OutputStream.nullOutputStream());
  }

  /** A path that no command takes for an option. */
  private static String word(String path) {
    String safe = path.isEmpty() ? "." : path;
    return ShellWords.quote(safe.startsWith("-") ? "./" + safe : safe);
  }

  private static String octal(int mode) {
    return String.format(Locale.ROOT, "%04o", mode & 0777);
  }

  @Override
  public void write(String path, InputStream content, int mode)
      throws CommunicationException, InterruptedException {
    String word = word(path);
    run(
        "write",
        path,
        "rm -f "
            + word
            + " && (umask 077; cat > "
            + word
            + ") && chmod "
            + octal(mode)
            + " "
            + word,
        content,
        OutputStream.nullOutputStream());
  }

  @Override
  public void link(String path, String target) throws CommunicationException, InterruptedException {
    run("link", path, "ln -sfn -- " + ShellWords.quote(target) + " " + word(path));
  }

  @Override
  public void makeFolder(String path) throws CommunicationException, InterruptedException {
    run("make the folder", path, "mkdir -p " + word(path));
  }

  @Override
  public void permit(String path, int mode) throws CommunicationException, InterruptedException {
    run("set the permissions of", path, "chmod " + octal(mode) + " " + word(path));
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException, InterruptedException {
    return shell.pipe(
            "test -d " + word(path),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new Cancellation())
        == 0;
  }

  @Override
  public void read(String path, OutputStream content)
      throws CommunicationException, InterruptedException {
    run("read", path, "cat " + word(path), InputStream.nullInputStream(), content);
  }

  @Override
  public List<Entry> list(String path) throws CommunicationException, InterruptedException {
    BoundedOutput out = new BoundedOutput();
    run(
        "list",
        path,
        "cd "
            + word(path)
            + " && for f in * .*; do"
            + " if [ -L \"$f\" ]; then k=o; elif [ -d \"$f\" ]; then k=d; elif [ -f \"$f\" ];"
            + " then k=f; else k=o; fi; printf '%s%s\\000' $k \"$f\"; done",
        InputStream.nullInputStream(),
        out);
    List<Entry> entries = new ArrayList<>();
    for (String each : out.text().split("\0")) {
      String name = each.isEmpty() ? "" : each.substring(1);
      // A pattern that nothing matches stands for itself.
      if (!name.isEmpty() && !name.equals(".") && !name.equals("..") && !each.startsWith("o")) {
        entries.add(new Entry(name, each.startsWith("d") ? Entry.Kind.FOLDER : Entry.Kind.FILE));
      }
    }
    return entries;
  }

  @Override
  public void delete(String path) throws CommunicationException, InterruptedException {
    run("delete", path, "rm -f " + word(path));
  }
}
