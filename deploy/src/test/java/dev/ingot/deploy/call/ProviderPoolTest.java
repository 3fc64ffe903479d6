package dev.ingot.deploy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.provider.Provider;
import dev.ingot.provider.Providers;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProviderPoolTest {
  @Test
  void aCancelAsksProvidersThatRunToStop() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Provider provider =
        new FakeProvider(new FakeCloud()) {
          @Override
          public void stop() {
            stopped.countDown();
          }
        };
    Cancellation cancellation = new Cancellation();
    try (ProviderPool pool =
        new ProviderPool(
            new Providers(Map.of(FakeProvider.ADDRESS, () -> provider)), 1, cancellation)) {
      assertThat(pool.find(FakeProvider.ADDRESS)).isPresent();
      cancellation.cancel();
      assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
