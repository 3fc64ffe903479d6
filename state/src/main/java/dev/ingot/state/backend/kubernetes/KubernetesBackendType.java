package dev.ingot.state.backend.kubernetes;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.Retries;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.ArgumentTable;
import dev.ingot.state.backend.Arguments;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.kubernetes.ClusterAccess.Plugin;
import dev.ingot.state.program.Programs;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The backend {@code kubernetes}. Rules: the documentation of Terraform's backend, and as recorded.
 */
public final class KubernetesBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "kubernetes";

  private static final String EXEC = "exec";
  private static final Path IN_CLUSTER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private static final ArgumentTable TABLE =
      ArgumentTable.builder()
          .required("secret_suffix")
          .map("labels")
          .text("namespace", "KUBE_NAMESPACE")
          .truth("in_cluster_config", "KUBE_IN_CLUSTER_CONFIG")
          .truth("load_config_file", "KUBE_LOAD_CONFIG_FILE")
          .text("host", "KUBE_HOST")
          .text("username", "KUBE_USER")
          .text("password", "KUBE_PASSWORD")
          .truth("insecure", "KUBE_INSECURE")
          .text("client_certificate", "KUBE_CLIENT_CERT_DATA")
          .text("client_key", "KUBE_CLIENT_KEY_DATA")
          .text("cluster_ca_certificate", "KUBE_CLUSTER_CA_CERT_DATA")
          .list("config_paths")
          .text("config_path", "KUBE_CONFIG_PATH")
          .text("config_context", "KUBE_CTX")
          .text("config_context_auth_info", "KUBE_CTX_AUTH_INFO")
          .text("config_context_cluster", "KUBE_CTX_CLUSTER")
          .text("token", "KUBE_TOKEN")
          .text("proxy_url", "KUBE_PROXY_URL")
          .attribute(
              EXEC,
              Attribute.optional(
                  new Type.ListType(
                      new Type.ObjectType(
                          new TreeMap<>(
                              Map.of(
                                  "api_version",
                                  Type.STRING,
                                  "command",
                                  Type.STRING,
                                  "env",
                                  new Type.MapType(Type.STRING),
                                  "args",
                                  new Type.ListType(Type.STRING))),
                          java.util.Set.of("env", "args")))))
          .build();

  private static final Retries RETRIES =
      new Retries(3, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(60));

  private final Programs programs;
  private final Path inCluster;

  /** With the programs that credential plugins are. */
  public KubernetesBackendType(Programs programs) {
    this(programs, IN_CLUSTER);
  }

  KubernetesBackendType(Programs programs, Path inCluster) {
    this.programs = programs;
    this.inCluster = inCluster;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return TABLE.schema();
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    List<Diagnostic> problems = new ArrayList<>(arguments.problems());
    try {
      if (problems.isEmpty()) {
        String _ = names(arguments).secret(Workspaces.DEFAULT);
        URI _ = base(access(arguments, place));
      }
    } catch (StateException e) {
      problems.add(
          Diagnostic.error("Invalid configuration of the cluster", String.valueOf(e.getMessage())));
    }
    if (arguments.text("client_certificate").isPresent()
        != arguments.text("client_key").isPresent()) {
      problems.add(
          Diagnostic.error(
              "Incomplete client certificate",
              "The arguments \"client_certificate\" and \"client_key\" go together: set both, or"
                  + " none."));
    }
    return problems;
  }

  private static StateNames names(Arguments arguments) {
    return new StateNames(arguments.required("secret_suffix"), arguments.map("labels"));
  }

  private static URI base(ClusterAccess access) {
    String server =
        access
            .server()
            .orElseThrow(
                () ->
                    new StateException(
                        "Failed to initialize kubernetes configuration: no server is configured."
                            + " Set \"config_path\" (or KUBE_CONFIG_PATH) to a kubeconfig such as"
                            + " ~/.kube/config, or \"host\", or \"in_cluster_config\"."));
    return ServiceAddress.base(
        "The server of the cluster", server.contains("://") ? server : "https://" + server);
  }

  private ClusterAccess access(Arguments arguments, BackendPlace place) {
    ClusterAccess found =
        arguments.is("in_cluster_config") ? inCluster(place) : configured(arguments, place);
    Optional<String> user = arguments.text("username");
    Optional<String> token = arguments.text("token");
    Optional<Plugin> plugin = plugin(arguments);
    return new ClusterAccess(
        arguments.text("host").or(found::server),
        arguments.text("cluster_ca_certificate").or(found::authorities),
        arguments.truth("insecure").orElse(found.insecure()),
        found.serverName(),
        arguments.text("proxy_url").or(found::proxy),
        arguments.text("client_certificate").or(found::certificate),
        arguments.text("client_key").or(found::key),
        token.or(() -> plugin.isPresent() ? Optional.empty() : found.token()),
        found.tokenFile(),
        user.map(name -> name + ":" + arguments.text("password").orElse("")).or(found::basic),
        plugin.or(found::plugin));
  }

  private ClusterAccess inCluster(BackendPlace place) {
    Optional<String> host = place.variable("KUBERNETES_SERVICE_HOST");
    Optional<String> port = place.variable("KUBERNETES_SERVICE_PORT");
    if (host.isEmpty() || port.isEmpty()) {
      throw new StateException(
          "in_cluster_config is set, but this is not a pod: KUBERNETES_SERVICE_HOST and"
              + " KUBERNETES_SERVICE_PORT are not in the environment. Use \"config_path\" outside"
              + " of a cluster.");
    }
    String name = host.get().indexOf(':') >= 0 ? "[" + host.get() + "]" : host.get();
    return new ClusterAccess(
        Optional.of("https://" + name + ":" + port.get()),
        Optional.of(file(inCluster.resolve("ca.crt"), place)),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(inCluster.resolve("token")),
        Optional.empty(),
        Optional.empty());
  }

  private static String file(Path file, BackendPlace place) {
    return TABLE.of(new BackendSettings(NAME, new TreeMap<>()), place).file(file.toString());
  }

  private static ClusterAccess configured(Arguments arguments, BackendPlace place) {
    if (!arguments.truth("load_config_file").orElse(true)) {
      return ClusterAccess.NONE;
    }
    List<String> paths =
        arguments
            .text("config_path")
            .map(List::of)
            .or(() -> Optional.of(arguments.texts("config_paths")).filter(list -> !list.isEmpty()))
            .or(() -> place.variable("KUBE_CONFIG_PATHS").map(text -> List.of(text.split(":", -1))))
            .orElse(List.of());
    List<Path> files = paths.stream().filter(path -> !path.isEmpty()).map(arguments::path).toList();
    if (files.isEmpty()) {
      return ClusterAccess.NONE;
    }
    return Kubeconfig.read(files)
        .access(
            new Kubeconfig.Choice(
                arguments.text("config_context"),
                arguments.text("config_context_auth_info"),
                arguments.text("config_context_cluster")));
  }

  private static Optional<Plugin> plugin(Arguments arguments) {
    Optional<JsonAnswer> given =
        arguments.settings().value(EXEC).map(JsonAnswer::new).stream()
            .flatMap(list -> list.elements().stream())
            .findFirst();
    return given.map(
        exec ->
            new Plugin(
                exec.text("api_version").orElse(""),
                exec.text("command").orElse(""),
                exec.elements("args").stream()
                    .map(each -> Values.text(each.value()).orElse(""))
                    .toList(),
                exec.texts("env")));
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    ClusterAccess access = access(arguments, place);
    ClusterCredentials credentials =
        new ClusterCredentials(access, programs, place.environment().clock());
    KubernetesApi api =
        new KubernetesApi(
            new Once(access, credentials, place),
            credentials::on,
            base(access),
            arguments.text("namespace").orElse("default"));
    StateNames names = names(arguments);
    return new RemoteBackend(
        NAME,
        RemoteBackend.Naming.WORKSPACES,
        new SecretSnapshots(api, names),
        new PolledLease(new LeaseLocks(api, names)),
        place);
  }

  /** A client made when it is needed: a program may have to print its certificate. */
  private static final class Once implements Supplier<StoreHttp> {
    private final ClusterAccess access;
    private final ClusterCredentials credentials;
    private final BackendPlace place;
    private Optional<StoreHttp> made = Optional.empty();

    Once(ClusterAccess access, ClusterCredentials credentials, BackendPlace place) {
      this.access = access;
      this.credentials = credentials;
      this.place = place;
    }

    @Override
    public synchronized StoreHttp get() {
      if (made.isEmpty()) {
        made = Optional.of(StoreHttp.of(settings(), withProxy()));
      }
      return made.get();
    }

    private BackendPlace withProxy() {
      Map<String, String> variables = new HashMap<>(place.variables());
      access
          .proxy()
          .ifPresent(
              proxy -> {
                variables.put("HTTPS_PROXY", proxy);
                variables.put("HTTP_PROXY", proxy);
                variables.put("NO_PROXY", "");
              });
      return new BackendPlace(place.folder(), place.data(), place.environment(), variables);
    }

    private ClientSettings settings() {
      ClientSettings usual = ClientSettings.usual(place.variables());
      TlsSettings tls =
          new TlsSettings(usual.tls().trust(), credentials.identity(), access.serverName());
      if (access.insecure()) {
        tls = tls.withTrust(new Trust.Anyone());
      } else if (access.authorities().isPresent()) {
        tls = tls.withTrust(new Trust.Authorities(List.of(access.authorities().get())));
      }
      return usual.withTls(tls).withRetries(RETRIES).withRedirects(0);
    }
  }
}
