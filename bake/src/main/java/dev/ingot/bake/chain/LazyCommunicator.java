package dev.ingot.bake.chain;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;

/** The communicator of a machine that is opened on first use. */
final class LazyCommunicator implements Communicator {
  private final OpenMachine machine;

  LazyCommunicator(OpenMachine machine) {
    this.machine = machine;
  }

  private Communicator opened() throws CommunicationException {
    try {
      return machine.get().communicator();
    } catch (StepException | IOException e) {
      throw new CommunicationException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommunicationException("interrupted", e);
    }
  }

  @Override
  public int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    return opened().run(command, output, cancellation);
  }

  @Override
  public void upload(String path, byte[] content, int mode) throws CommunicationException {
    opened().upload(path, content, mode);
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    opened().uploadFile(path, file);
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    opened().uploadFolder(path, folder);
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    return opened().isFolder(path);
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    opened().download(path, file);
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    opened().downloadFolder(path, folder);
  }

  @Override
  public void remove(String path) throws CommunicationException {
    opened().remove(path);
  }
}
