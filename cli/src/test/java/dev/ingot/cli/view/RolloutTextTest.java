package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.rollout.core.Amount;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Method;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RolloutTextTest {
  private static final List<Slice> SLICES =
      List.of(new Slice(InstanceAddress.parse("aws_autoscaling_group.web"), Optional.empty()));

  private static String said(Method method) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            System.err,
            false,
            false,
            false,
            200);
    Rollout rollout =
        Rollout.of(
            new Strategy(
                method,
                new Strategy.Timing(
                    Duration.ZERO, Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ZERO),
                true),
            SLICES);
    RolloutText text = new RolloutText(terminal, "web");
    text.doing(new Effect.Create(0, SLICES), rollout);
    text.doing(new Effect.Move(0, SLICES), rollout);
    terminal.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aGroupThatReplacesItsMachinesItselfIsChanged() {
    assertThat(said(new Method.Delegated()).lines())
        .containsExactly("rollout web: wave 1 of 1: changing aws_autoscaling_group.web");
  }

  @Test
  void machinesAreCreatedAndGetTheTraffic() {
    assertThat(said(new Method.Rolling(new Amount.Count(1), List.of(), true)).lines())
        .containsExactly(
            "rollout web: wave 1 of 1: creating aws_autoscaling_group.web",
            "rollout web: wave 1 of 1: moving traffic to aws_autoscaling_group.web");
  }
}
