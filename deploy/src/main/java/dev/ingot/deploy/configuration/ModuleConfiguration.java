package dev.ingot.deploy.configuration;

import dev.ingot.state.backend.BackendBlock;
import dev.ingot.state.encryption.EncryptionBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The declarations in the files of one folder. Maps are in the order of declaration.
 *
 * @param folder the folder relative to the root module's, with {@code /}; empty for the root
 * @param resources by {@link ResourceConfiguration#key()}
 * @param providers by {@link ProviderReference#text()}
 * @param requirements by local name
 * @param metadata by the local name of the provider
 * @param fileCount how many configuration files the folder holds
 */
public record ModuleConfiguration(
    String folder,
    Map<String, InputVariable> variables,
    Map<String, LocalValue> locals,
    Map<String, OutputValue> outputs,
    Map<String, ResourceConfiguration> resources,
    Map<String, ModuleCall> calls,
    Map<String, ProviderConfiguration> providers,
    Map<String, ProviderRequirement> requirements,
    Map<String, MetadataBlock> metadata,
    List<MovedBlock> moved,
    List<RemovedBlock> removed,
    List<ImportBlock> imports,
    Map<String, CheckBlock> checks,
    Optional<BackendBlock> backend,
    Optional<EncryptionBlock> encryption,
    int fileCount) {
  /** How files begin that are generated for objects to be imported. */
  public static final String GENERATED = "# __generated__ by Terraform\n";

  /** A module of which only the values are known. */
  static ModuleConfiguration ofValues(
      String folder, Map<String, InputVariable> variables, Map<String, LocalValue> locals) {
    return new ModuleConfiguration(
        folder,
        variables,
        locals,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /**
   * The full address of the provider a local name refers to: the required one, or the conventional
   * one for names that are not required.
   */
  public String providerAddress(String localName) {
    ProviderRequirement requirement = requirements.get(localName);
    if (requirement != null) {
      return requirement.source();
    }
    return localName.equals("terraform")
        ? "terraform.io/builtin/terraform"
        : "registry.terraform.io/hashicorp/" + localName;
  }

  /** A copy with other imports. */
  public ModuleConfiguration with(List<ImportBlock> others) {
    return new ModuleConfiguration(
        folder,
        variables,
        locals,
        outputs,
        resources,
        calls,
        providers,
        requirements,
        metadata,
        moved,
        removed,
        others,
        checks,
        backend,
        encryption,
        fileCount);
  }

  /** A copy with other provider configurations. */
  public ModuleConfiguration withProviders(Map<String, ProviderConfiguration> others) {
    return new ModuleConfiguration(
        folder,
        variables,
        locals,
        outputs,
        resources,
        calls,
        others,
        requirements,
        metadata,
        moved,
        removed,
        imports,
        checks,
        backend,
        encryption,
        fileCount);
  }

  /** The local name of the default provider of a resource type. */
  public static String impliedProvider(String resourceType) {
    int underscore = resourceType.indexOf('_');
    return underscore < 0 ? resourceType : resourceType.substring(0, underscore);
  }
}
