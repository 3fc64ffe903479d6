package dev.ingot.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.health.LatencyHistogram;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.platform.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BalancerJsonTest {
  private static final BackendStatus STATUS =
      new BackendStatus(
          new Backend("web-0", "127.77.0.1", 8080),
          BackendStatus.Phase.ACTIVE,
          new Verdict.Healthy("tcp", "accepted"),
          1,
          9,
          new Traffic(5, 1, 1, 1, latency()));

  private static LatencyHistogram latency() {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    counts[0] = 2;
    counts[LatencyHistogram.BUCKETS - 1] = 5;
    return LatencyHistogram.of(counts);
  }

  @Test
  void theTrafficOfABackendIsReadAsItWasWritten() throws Exception {
    Json json = BalancerJson.write(STATUS);
    assertThat(json.text()).contains("\"latency\":[[0,2],[81,5]]");
    assertThat(BalancerJson.readStatus(Json.parse(json.text()))).isEqualTo(STATUS);
  }

  @Test
  void aBalancerOfAnEarlierVersionCountsNoTraffic() throws Exception {
    String earlier =
        BalancerJson.write(STATUS).text().replaceFirst("\"traffic\":.*}", "\"failures\":3}");
    assertThat(BalancerJson.readStatus(Json.parse(earlier)).traffic()).isEqualTo(Traffic.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0]", "[0,-1]", "[82,1]", "[-1,1]", "[0,1,2]", "[0,\"1\"]", "7"})
  void damagedLatencyIsAnError(String pair) throws Exception {
    Json json =
        Json.parse(BalancerJson.write(STATUS).text().replace("[[0,2],[81,5]]", "[" + pair + "]"));
    assertThatExceptionOfType(Json.JsonException.class)
        .isThrownBy(() -> BalancerJson.readStatus(json))
        .withMessageContaining("pairs of a bucket and its count");
  }
}
