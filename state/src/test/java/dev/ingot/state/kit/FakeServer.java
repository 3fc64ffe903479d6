package dev.ingot.state.kit;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A small server of a test's own, one request after the other. */
public abstract class FakeServer implements AutoCloseable {
  private final TestServer server;
  private final List<Asked> asked = new ArrayList<>();
  private Function<Asked, Optional<Reply>> before = _ -> Optional.empty();

  /** Starts it. */
  @SuppressWarnings("this-escape") // nobody asks before a test does
  protected FakeServer() throws IOException {
    server = TestServer.plain(this::serve);
  }

  /** Starts it with TLS. */
  @SuppressWarnings("this-escape") // nobody asks before a test does
  protected FakeServer(SSLContext context) throws IOException {
    server = TestServer.secure(context, this::serve);
  }

  private synchronized Reply serve(Asked request) {
    asked.add(request);
    return before.apply(request).orElseGet(() -> answer(request));
  }

  /** What it usually answers. */
  protected abstract Reply answer(Asked request);

  /** The port it listens at. */
  public final int port() {
    return server.port();
  }

  /** The requests so far. */
  public final synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** What it answers in the place of the usual from now on; nothing is done then. */
  public final synchronized void instead(Function<Asked, Optional<Reply>> answers) {
    before = answers;
  }

  @Override
  public final void close() throws IOException {
    server.close();
  }
}
