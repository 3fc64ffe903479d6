package dev.ingot.bake.source;

import dev.ingot.bake.Communicator;
import dev.ingot.graph.Cancellation;
import java.nio.file.Path;

/** The communicator {@code none}. */
final class NoCommunicator implements Communicator {
  private static CommunicationException none() {
    return new CommunicationException(
        "the build has no machine (communicator = \"none\"), so only provisioners that work on this"
            + " host, such as shell-local, can run");
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
