package dev.ingot.state.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.http.kit.TestAuthority;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.Initialization.Change;
import dev.ingot.state.backend.azurerm.AzureBackendType;
import dev.ingot.state.backend.azurerm.FakeAzure;
import dev.ingot.state.backend.cloud.CloudBackendType;
import dev.ingot.state.backend.cloud.FakeCloud;
import dev.ingot.state.backend.cloud.RemoteBackendType;
import dev.ingot.state.backend.consul.ConsulBackendType;
import dev.ingot.state.backend.consul.FakeConsul;
import dev.ingot.state.backend.gcs.FakeGcs;
import dev.ingot.state.backend.gcs.GcsBackendType;
import dev.ingot.state.backend.http.HttpBackendType;
import dev.ingot.state.backend.kubernetes.FakeKubernetes;
import dev.ingot.state.backend.kubernetes.KubernetesBackendType;
import dev.ingot.state.backend.local.LocalBackendType;
import dev.ingot.state.backend.s3.FakeAws;
import dev.ingot.state.backend.s3.S3BackendType;
import dev.ingot.state.program.Programs.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** States are taken along between any two kinds of backends, by the blocks users write. */
final class MigrationPairsTest {
  private static final List<String> KINDS =
      List.of("local", "http", "s3", "gcs", "consul", "kubernetes", "azurerm", "remote", "cloud");

  @TempDir Path folder = Path.of("");

  private final List<AutoCloseable> servers = new ArrayList<>();
  private Map<String, String> blocks = Map.of();
  private String kept = "";

  @BeforeEach
  void start() throws Exception {
    TestAuthority authority = TestAuthority.named("services");
    Files.writeString(folder.resolve("ca.pem"), authority.pem());
    SSLContext context = authority.sign("localhost", "localhost", "127.0.0.1").context();
    FakeGcs gcs = started(new FakeGcs());
    FakeConsul consul = started(new FakeConsul());
    FakeKubernetes kubernetes = started(new FakeKubernetes());
    FakeAzure azure = started(new FakeAzure(context));
    FakeCloud cloud = started(new FakeCloud(context));
    FakeAws aws = started(new FakeAws());
    TestServer http = started(TestServer.plain(this::keep));
    blocks = new TreeMap<>();
    blocks.put("http", "address = \"%s\"".formatted(http.uri("/state")));
    blocks.put(
        "s3",
        """
        bucket         = "bucket"
        key            = "app/terraform.tfstate"
        region         = "eu-west-1"
        access_key     = "key"
        secret_key     = "secret"
        use_path_style = true
        use_lockfile   = true
        endpoints      = { s3 = "http://127.0.0.1:%d" }
        """
            .formatted(aws.port()));
    blocks.putAll(
        Map.of(
            "local",
            "path = \"states/a.tfstate\"\nworkspace_dir = \"states/others\"",
            "gcs",
            """
            bucket                  = "states"
            access_token            = "given"
            storage_custom_endpoint = "http://127.0.0.1:%d/storage/v1/"
            """
                .formatted(gcs.port()),
            "consul",
            "path = \"app\"\naddress = \"127.0.0.1:%d\"".formatted(consul.port()),
            "kubernetes",
            """
            secret_suffix = "app"
            host          = "http://127.0.0.1:%d"
            token         = "given"
            """
                .formatted(kubernetes.port()),
            "azurerm",
            """
            storage_account_name = "account1"
            container_name       = "states"
            key                  = "app"
            metadata_host        = "localhost:%d"
            resource_group_name  = "group"
            subscription_id      = "sub"
            tenant_id            = "tenant"
            client_id            = "client"
            client_secret        = "secret"
            lookup_blob_endpoint = true
            """
                .formatted(azure.port()),
            "remote",
            """
            hostname     = "localhost:%d"
            organization = "o"
            workspaces {
              name = "one"
            }
            """
                .formatted(cloud.port()),
            "cloud",
            """
            hostname     = "localhost:%d"
            organization = "o"
            workspaces {
              name = "two"
            }
            """
                .formatted(cloud.port())));
  }

  /** A server that keeps one state, and knows no locks. */
  private synchronized Reply keep(TestServer.Asked asked) {
    return switch (asked.head().method()) {
      case "GET" -> TestServer.response(kept.isEmpty() ? 404 : 200, kept);
      case "DELETE" -> {
        kept = "";
        yield TestServer.response(200, "");
      }
      default -> {
        kept = asked.body();
        yield TestServer.response(200, "");
      }
    };
  }

  private <T extends AutoCloseable> T started(T server) {
    servers.add(server);
    return server;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  private static final class Types implements BackendTypes {
    @Override
    public BackendType usual() {
      return new LocalBackendType();
    }

    @Override
    public Optional<BackendType> find(String name) {
      return switch (name) {
        case "local" -> Optional.of(new LocalBackendType());
        case "http" -> Optional.of(new HttpBackendType());
        case "s3" -> Optional.of(new S3BackendType());
        case "gcs" -> Optional.of(new GcsBackendType());
        case "consul" -> Optional.of(new ConsulBackendType());
        case "kubernetes" -> Optional.of(new KubernetesBackendType(_ -> new Ended(1, "", "")));
        case "azurerm" -> Optional.of(new AzureBackendType(_ -> new Ended(1, "", "")));
        case "remote" -> Optional.of(new RemoteBackendType(_ -> Optional.of("token")));
        case "cloud" -> Optional.of(new CloudBackendType(_ -> Optional.of("token")));
        default -> Optional.empty();
      };
    }

    @Override
    public List<String> names() {
      return KINDS;
    }
  }

  private Backends backends() {
    return new Backends(
        new Types(),
        new BackendPlace(
            folder,
            folder.resolve(".terraform"),
            Environments.fixed(),
            Map.of("SSL_CERT_FILE", folder.resolve("ca.pem").toString())));
  }

  private Optional<BackendBlock> block(String kind) {
    SourceFile file =
        new SourceFile("main.tf", Optional.ofNullable(blocks.get(kind)).orElseThrow());
    Diagnostics diagnostics = new Diagnostics();
    BackendBlock block = new BackendBlock(kind, Syntax.parse(file, diagnostics), file.range(0, 0));
    assertThat(diagnostics.list()).isEmpty();
    return Optional.of(block);
  }

  private void initialize(String kind, Change change) {
    Initialization.Listener silent =
        new Initialization.Listener() {
          @Override
          public void unconfiguring(String type) {}

          @Override
          public void unconfigured(String type) {}

          @Override
          public void changing() {}

          @Override
          public void configured(String type) {}
        };
    List<Diagnostic> said =
        new Initialization(backends(), _ -> MigrationPrompt.Answer.of(true), silent)
            .run(
                new Initialization.Request(
                    block(kind), List.of(), change, LockRequest.of("migration")));
    assertThat(said).as("init of %s", kind).isEmpty();
  }

  private String selected() {
    return new Workspaces(folder.resolve(".terraform"), Map.of()).current();
  }

  static Stream<Arguments> pairs() {
    return KINDS.stream()
        .flatMap(
            from ->
                KINDS.stream().filter(to -> !to.equals(from)).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aStateIsTakenAlong(String from, String to) {
    initialize(from, Change.REFUSE);
    try (StateSession session =
        backends().current(block(from)).store(selected()).open(LockRequest.of("test"))) {
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    initialize(to, Change.MIGRATE);
    assertThat(selected()).isEqualTo(to.equals("cloud") ? "two" : "default");
    assertThat(backends().current(block(to)).store(selected()).read().state().instances())
        .containsExactly(Samples.address("a", 0));
    assertThat(backends().other(to, config(to)).migrating(selected()).read().state().instances())
        .as("read by another configuration")
        .containsExactly(Samples.address("a", 0));
  }

  /** What a {@code terraform_remote_state} gives is the same as the block. */
  private Value config(String kind) {
    BackendType type = new Types().find(kind).orElseThrow();
    return Values.object(
        Backends.read(type, block(kind).orElseThrow().body(), new Diagnostics()).arguments());
  }
}
