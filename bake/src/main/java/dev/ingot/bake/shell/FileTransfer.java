package dev.ingot.bake.shell;

import dev.ingot.bake.Communicator.CommunicationException;
import dev.ingot.bake.IoMessage;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;

/**
 * Operations of communicators on files. Each fails as a communicator may: with a message that names
 * the path; an interrupt stays set, since callers can't be interrupted there.
 */
public final class FileTransfer {
  private FileTransfer() {}

  /** An operation. */
  @FunctionalInterface
  public interface Action {
    /** Does it. */
    void run() throws IOException, InterruptedException;
  }

  /** An operation that looks something up. */
  @FunctionalInterface
  public interface Lookup<T> {
    /** Looks. */
    T run() throws IOException, InterruptedException;
  }

  /** Runs an operation on a path of the machine. */
  public static void run(String path, Action action) throws CommunicationException {
    boolean _ =
        get(
            path,
            () -> {
              action.run();
              return true;
            });
  }

  /** The result of an operation on a path of the machine. */
  public static <T> T get(String path, Lookup<T> lookup) throws CommunicationException {
    try {
      return lookup.run();
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException | DirectoryIteratorException e) {
      throw new CommunicationException("can't copy " + path + ": " + IoMessage.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommunicationException("copying " + path + " was cancelled", e);
    }
  }
}
