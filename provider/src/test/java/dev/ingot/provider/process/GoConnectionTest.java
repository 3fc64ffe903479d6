package dev.ingot.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProposedNew;
import dev.ingot.provider.Provider;
import dev.ingot.provider.protocol.SchemaCache;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to reach providers on the real SDKs, beside a socket in a folder of our own. */
@Timeout(900)
final class GoConnectionTest {
  private static final CallContext CONTEXT = CallContext.unlimited();
  private static final ClientCapabilities CAPABILITIES = new ClientCapabilities(false, true);

  private static String variable(String name, String what) {
    return name.toUpperCase(Locale.ROOT) + "_" + what;
  }

  /** Creates an object, so that the schema, a configuration and large messages pass. */
  private static void works(Provider provider, String name) {
    Value settings = provider.schema().provider().emptyValue();
    assertThat(provider.configure(settings, "1.11.4", CAPABILITIES, CONTEXT)).isEmpty();
    var schema = provider.schema().resourceType(name + "_thing").orElseThrow().block();
    TreeMap<String, Value> parts = new TreeMap<>(Values.entries(schema.emptyValue()).orElseThrow());
    String long_ = "x".repeat(1 << 20);
    parts.put("name", Value.of(long_));
    Value config = Values.object(parts);
    Value none = Value.nullOf(schema.impliedType());
    PlanResourceChange.Response planned =
        provider.planResourceChange(
            new PlanResourceChange.Request(
                name + "_thing",
                none,
                ProposedNew.of(schema, none, config),
                config,
                Bytes.EMPTY,
                Values.NULL,
                Optional.empty(),
                CAPABILITIES),
            CONTEXT);
    assertThat(planned.diagnostics()).isEmpty();
    ApplyResourceChange.Response made =
        provider.applyResourceChange(
            new ApplyResourceChange.Request(
                name + "_thing",
                none,
                planned.planned(),
                config,
                planned.plannedPrivate(),
                Values.NULL,
                planned.plannedIdentity()),
            CONTEXT);
    assertThat(made.diagnostics()).isEmpty();
    assertThat(Values.attribute(made.value(), "id").flatMap(Values::text)).contains(long_);
  }

  @ParameterizedTest
  @ValueSource(strings = {"things", "olds"})
  void aProgramThatListensElsewhereProvesItselfByItsCertificate(
      String name, @TempDir Path elsewhere) throws Exception {
    Path built = GoPrograms.build(name);
    Program program =
        GoPrograms.program(built, Map.of(variable(name, "SOCKET_DIR"), elsewhere.toString()));
    try (Provider provider = ProviderProcess.of(program, SchemaCache.NONE, new Random(1))) {
      works(provider, name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"things", "olds"})
  void aProviderInADebuggerIsReachedAndLeftRunning(String name) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(GoPrograms.build(name).toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    command.environment().put(variable(name, "DEBUG"), "1");
    Process running = command.start();
    try (BufferedReader printed =
        new BufferedReader(
            new java.io.InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
      Map<ProviderAddress, Reattachment> found =
          Reattachment.read(Map.of(Reattachment.VARIABLE, told(printed))).get();
      Reattachment attached =
          Optional.ofNullable(found.get(new ProviderAddress("example.org", "test", name)))
              .orElseThrow();
      for (int times = 0; times < 2; times++) {
        try (Provider provider = ProviderProcess.of(attached)) {
          works(provider, name);
        }
      }
      assertThat(running.isAlive()).isTrue();
    } finally {
      running.destroyForcibly();
      assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static String told(BufferedReader printed) throws IOException {
    String line = printed.readLine();
    while (line != null && !line.contains(Reattachment.VARIABLE + "='")) {
      line = printed.readLine();
    }
    assertThat(line).isNotNull();
    return line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\''));
  }
}
