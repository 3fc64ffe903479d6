package dev.ingot.plugin.netrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.plugin.yamux.Pair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What calls over streams promise. */
final class RpcTest {
  @TempDir Path folder;
  private Broker here;
  private Broker there;

  @BeforeEach
  void connect() throws IOException {
    Pair pair = Pair.in(folder);
    here = Broker.over(pair.clientSession());
    there = Broker.over(pair.serverSession());
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private RpcClient client(RpcServer server) throws IOException, InterruptedException {
    int number = there.nextNumber();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                server.serve(there.accept(number));
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    return RpcClient.over(here.dial(number));
  }

  @Test
  void anAnswerComesBackWithEverythingInIt() throws Exception {
    RpcServer server = new RpcServer();
    server.add("Echo", (method, argument) -> new Data.Items(List.of(Data.of(method), argument)));
    Map<String, Data> fields = new LinkedHashMap<>();
    fields.put("text", Data.of("x".repeat(70_000)));
    fields.put("whole", Data.of(-123_456_789_012L));
    fields.put("small", Data.of(5));
    fields.put("truth", Data.of(true));
    fields.put("fraction", new Data.Fraction(1.5));
    fields.put("nothing", Data.nothing());
    fields.put("texts", Data.of(List.of("a", "b")));
    try (RpcClient client = client(server)) {
      assertThat(client.call("Echo.Shout", new Data.Fields(fields)))
          .isEqualTo(new Data.Items(List.of(Data.of("Shout"), new Data.Fields(fields))));
    }
  }

  @Test
  void anErrorIsSaidInItsOwnWords() throws Exception {
    RpcServer server = new RpcServer();
    server.add(
        "Broken",
        (method, argument) -> {
          throw new RpcException("no such image");
        });
    try (RpcClient client = client(server)) {
      assertThatThrownBy(() -> client.call("Broken.Run", Data.nothing()))
          .isInstanceOf(RpcException.class)
          .hasMessage("no such image");
      assertThatThrownBy(() -> client.call("Absent.Run", Data.nothing()))
          .isInstanceOf(RpcException.class)
          .hasMessageContaining("Absent.Run");
    }
  }

  @Test
  @Timeout(60)
  void aCallThatTheOtherSideDoesNotReadEndsInTime() throws Exception {
    int number = there.nextNumber();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var _ = there.accept(number);
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    try (RpcClient client = RpcClient.over(here.dial(number))) {
      Data large = Data.of("x".repeat(4 << 20));
      assertThatThrownBy(() -> client.call("Builder.Prepare", large, Duration.ofSeconds(1)))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("Builder.Prepare wasn't read in time");
    }
  }

  @Test
  void callsPassEachOther() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    RpcServer server = new RpcServer();
    server.add(
        "Builder",
        (method, argument) -> {
          if (method.equals("Cancel")) {
            cancelled.countDown();
          } else {
            cancelled.await();
          }
          return Data.of(method);
        });
    try (RpcClient client = client(server)) {
      CompletableFuture<Data> run = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  run.complete(client.call("Builder.Run", Data.nothing()));
                } catch (IOException | InterruptedException e) {
                  run.completeExceptionally(e);
                }
              });
      assertThat(client.call("Builder.Cancel", Data.nothing())).isEqualTo(Data.of("Cancel"));
      assertThat(run.join()).isEqualTo(Data.of("Run"));
    }
  }

  @Test
  void aLostConnectionEndsTheCallsThatWait() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RpcServer server = new RpcServer();
    server.add(
        "Builder",
        (method, argument) -> {
          there.close();
          never.await();
          return Data.nothing();
        });
    try (RpcClient client = client(server)) {
      assertThatThrownBy(() -> client.call("Builder.Run", Data.nothing()))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RpcException.class);
    }
  }

  @Test
  void aCallWithALimitDoesNotWaitLonger() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    RpcServer server = new RpcServer();
    server.add(
        "Builder",
        (method, argument) -> {
          late.await();
          return Data.of(method);
        });
    try (RpcClient client = client(server)) {
      assertThatThrownBy(
              () -> client.call("Builder.ConfigSpec", Data.nothing(), Duration.ofMillis(20)))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("Builder.ConfigSpec");
      late.countDown();
      assertThat(client.call("Builder.Run", Data.nothing())).isEqualTo(Data.of("Run"));
    }
  }

  @Test
  void bytesThatAreNoValueAreAnErrorAndNothingElse() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 40)];
      random.nextBytes(bytes);
      try {
        assertThat(DataCodec.read(new ByteArrayInputStream(bytes))).isPresent();
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }
}
