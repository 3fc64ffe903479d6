package dev.ingot.bake;

import dev.ingot.graph.Cancellation;
import java.nio.file.Path;

/**
 * The communicator of a build without a machine.
 *
 * @param why there is none, in a sentence without a period
 */
public record NoCommunicator(String why) implements Communicator {
  private CommunicationException none() {
    return new CommunicationException(
        why + ", so only provisioners that work on this host, such as shell-local, can run");
  }

  @Override
  public int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException {
    throw none();
  }

  @Override
  public void upload(String path, byte[] content, int mode) throws CommunicationException {
    throw none();
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    throw none();
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    throw none();
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    throw none();
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    throw none();
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    throw none();
  }

  @Override
  public void remove(String path) throws CommunicationException {
    throw none();
  }
}
