package dev.ingot.release.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.JsonDocument;
import dev.ingot.release.document.StatusDocument.BalancerStatus;
import dev.ingot.release.document.StatusDocument.MachineStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StatusDocumentTest {
  @Test
  void aStatusIsAnObjectWithMachinesAndBalancers() {
    StatusDocument status =
        new StatusDocument(
            List.of(
                new MachineStatus(
                    "m-1",
                    Optional.of(InstanceAddress.parse("ingot_machine.web[0]")),
                    "127.77.0.1",
                    "hello:v2",
                    "running",
                    "healthy",
                    Instant.parse("2026-01-02T03:04:05Z"))),
            List.of(new BalancerStatus("b-1", Optional.empty(), 8080, 3, 2, 100, 1)));
    assertThat(JsonDocument.line(status))
        .isEqualTo(
            "{\"machines\":[{\"id\":\"m-1\",\"instance\":\"ingot_machine.web[0]\","
                + "\"address\":\"127.77.0.1\",\"image\":\"hello:v2\",\"state\":\"running\","
                + "\"health\":\"healthy\",\"created\":\"2026-01-02T03:04:05Z\"}],"
                + "\"balancers\":[{\"id\":\"b-1\",\"instance\":\"\",\"port\":8080,"
                + "\"backends\":3,\"healthy\":2,\"requests\":100,\"failed\":1}],\"rollouts\":[]}");
  }

  @Test
  void nothingRunningIsAStatusToo() {
    StatusDocument nothing = new StatusDocument(List.of(), List.of());
    assertThat(nothing.isEmpty()).isTrue();
    assertThat(JsonDocument.line(nothing))
        .isEqualTo("{\"machines\":[],\"balancers\":[],\"rollouts\":[]}");
  }

  @Test
  void whatBelongsToAnotherConfigurationIsNamedByItsId() {
    assertThat(new BalancerStatus("b-1", Optional.empty(), 8080, 0, 0, 0, 0).name())
        .isEqualTo("b-1");
  }
}
