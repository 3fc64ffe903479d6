package dev.ingot.bake.chain;

import dev.ingot.bake.Builder;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A machine that is started with the first use; what is changed in it is dropped. */
final class LazyMachine implements Communicator, AutoCloseable {
  private final Builder.Prepared source;
  private final List<Layer> layers;
  private final Cancellation cancellation;
  private Optional<Builder.Machine> machine = Optional.empty();

  LazyMachine(Builder.Prepared source, List<Layer> layers, Cancellation cancellation) {
    this.source = source;
    this.layers = List.copyOf(layers);
    this.cancellation = cancellation;
  }

  private Communicator started() throws CommunicationException {
    if (machine.isEmpty()) {
      try {
        machine = Optional.of(source.open(layers, cancellation));
      } catch (StepException | IOException e) {
        throw new CommunicationException(String.valueOf(e.getMessage()), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommunicationException("interrupted", e);
      }
    }
    return machine.get().communicator();
  }

  @Override
  public int run(String commandLine, Output output, Cancellation stop)
      throws CommunicationException, InterruptedException {
    return started().run(commandLine, output, stop);
  }

  @Override
  public void upload(String path, byte[] content, boolean executable)
      throws CommunicationException {
    started().upload(path, content, executable);
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    started().uploadFile(path, file);
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    started().uploadFolder(path, folder);
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    return started().isFolder(path);
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    started().download(path, file);
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    started().downloadFolder(path, folder);
  }

  @Override
  public void remove(String path) throws CommunicationException {
    started().remove(path);
  }

  @Override
  public void close() throws IOException {
    if (machine.isPresent()) {
      machine.get().close();
    }
  }
}
