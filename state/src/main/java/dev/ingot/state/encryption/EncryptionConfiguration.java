package dev.ingot.state.encryption;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateCipher;
import dev.ingot.state.encryption.Method.AesGcm;
import dev.ingot.state.encryption.Method.Unencrypted;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code TF_ENCRYPTION}: the content of an {@code encryption} block, in HCL or JSON. */
public final class EncryptionConfiguration {
  private static final BodySchema TARGET =
      schema(List.of("method", "enforced"), new BlockSchema("fallback"));
  private static final BodySchema SCHEMA =
      schema(
          List.of(),
          new BlockSchema("key_provider", "type", "name"),
          new BlockSchema("method", "type", "name"),
          new BlockSchema("state"),
          new BlockSchema("plan"),
          new BlockSchema("remote_state_data_sources"));
  private static final int SHORTEST_PASSPHRASE = 16;
  private static final int DEEPEST_FALLBACK = 10;

  private final Diagnostics diagnostics = new Diagnostics();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, KeyProvider> providers = new HashMap<>();
  private final Map<String, Method> methods = new HashMap<>();

  private EncryptionConfiguration() {}

  private static BodySchema schema(List<String> attributes, BlockSchema... blocks) {
    return new BodySchema(
        attributes.stream().map(name -> new AttributeSchema(name, false)).toList(),
        Arrays.asList(blocks));
  }

  /**
   * How states are encrypted.
   *
   * @throws EncryptionException if the text is wrong; the message never has what is in it
   */
  public static StateCipher read(String text) {
    return new EncryptionConfiguration().cipher(text);
  }

  private StateCipher cipher(String text) {
    SourceFile file = new SourceFile("TF_ENCRYPTION", text);
    Body body =
        text.stripLeading().startsWith("{")
            ? Syntax.parseJson(file, diagnostics)
            : Syntax.parse(file, diagnostics);
    BodyContent content = body.content(SCHEMA, diagnostics);
    content.blocks("key_provider").forEach(this::provider);
    content.blocks("method").forEach(this::method);
    List<Method> chain = new ArrayList<>();
    content.blocks("state").forEach(block -> target(block.body(), chain, 0));
    if (!content.blocks("plan").isEmpty()) {
      problem("the block plan: Ingot doesn't encrypt plan files yet");
    }
    if (!content.blocks("remote_state_data_sources").isEmpty()) {
      problem(
          "the block remote_state_data_sources: Ingot reads other states by the block state only");
    }
    if (diagnostics.hasErrors()) {
      throw new EncryptionException(
          "TF_ENCRYPTION can't be used: "
              + diagnostics.list().stream()
                  .filter(Diagnostic::isError)
                  .map(EncryptionConfiguration::shown)
                  .reduce((one, other) -> one + "; " + other)
                  .orElse("")
              + ".");
    }
    return chain.isEmpty() ? StateCipher.NONE : new Encryption(chain, random);
  }

  /** Details of the language may quote what is written, and with it a passphrase. */
  private static String shown(Diagnostic problem) {
    return String.valueOf(problem.summary());
  }

  private void problem(String text) {
    diagnostics.add(Diagnostic.error(text, ""));
  }

  private void provider(Block block) {
    String type = block.labels().getFirst();
    String name = "key_provider." + type + "." + block.labels().getLast();
    Map<String, Attribute> given = block.body().attributes(diagnostics);
    String alias = text(given, "encrypted_metadata_alias").orElse(name);
    switch (type) {
      case "pbkdf2" -> passphrase(name, alias, given);
      case "external", "aws_kms", "gcp_kms", "azure_vault", "openbao" ->
          problem(name + ": Ingot doesn't have this kind of key provider yet");
      default -> problem(name + ": there is no such kind of key provider");
    }
  }

  private void passphrase(String name, String alias, Map<String, Attribute> given) {
    Optional<String> passphrase = text(given, "passphrase");
    if (given.containsKey("chain")) {
      problem(name + ": Ingot doesn't chain key providers yet");
      return;
    }
    if (passphrase.isEmpty() || passphrase.get().length() < SHORTEST_PASSPHRASE) {
      problem(name + ": a passphrase of at least 16 characters is needed");
      return;
    }
    Passphrase.Parameters usual = Passphrase.Parameters.USUAL;
    Passphrase.Parameters parameters =
        new Passphrase.Parameters(
            number(given, "iterations", usual.iterations(), 200_000, 100_000_000),
            text(given, "hash_function").orElse(usual.hash()),
            number(given, "key_length", usual.keyLength(), 16, 32),
            number(given, "salt_length", usual.saltLength(), 1, 1024));
    if (!List.of("sha256", "sha512").contains(parameters.hash())) {
      problem(name + ": hash_function is sha256 or sha512");
    }
    providers.put(name, new Passphrase(alias, passphrase.get(), parameters, random));
  }

  private Optional<Value> value(Map<String, Attribute> given, String name) {
    Attribute attribute = given.get(name);
    return attribute == null
        ? Optional.empty()
        : Optional.of(
            Evaluator.evaluate(attribute.expression(), ConstantScope.INSTANCE, diagnostics));
  }

  private Optional<String> text(Map<String, Attribute> given, String name) {
    return value(given, name).flatMap(Values::text);
  }

  private int number(Map<String, Attribute> given, String name, int usual, int least, int most) {
    Optional<Value> value = value(given, name);
    if (value.isEmpty()) {
      return usual;
    }
    long number = Values.numberOf(value.get()).map(known -> known.asLong().orElse(-1)).orElse(-1L);
    if (number < least || number > most) {
      problem(name + " has to be a number from " + least + " to " + most);
      return usual;
    }
    return (int) number;
  }

  private void method(Block block) {
    String type = block.labels().getFirst();
    String name = "method." + type + "." + block.labels().getLast();
    Map<String, Attribute> given = block.body().attributes(diagnostics);
    switch (type) {
      case "unencrypted" -> methods.put(name, new Unencrypted());
      case "aes_gcm" -> {
        Optional<String> keys = reference(given.get("keys"));
        if (keys.isEmpty() || !providers.containsKey(keys.get())) {
          problem(name + ": keys has to name a key provider, such as key_provider.pbkdf2.main");
          return;
        }
        methods.put(name, new AesGcm(name, providers.get(keys.get()), aad(given)));
      }
      case "external" -> problem(name + ": Ingot doesn't have this kind of method yet");
      default -> problem(name + ": there is no such kind of method");
    }
  }

  private byte[] aad(Map<String, Attribute> given) {
    List<Value> elements = value(given, "aad").flatMap(Values::elements).orElse(List.of());
    byte[] bytes = new byte[elements.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          (byte)
              Values.numberOf(elements.get(i))
                  .map(n -> n.asLong().orElse(0))
                  .orElse(0L)
                  .longValue();
    }
    return bytes;
  }

  private static Optional<String> reference(
      @org.jspecify.annotations.Nullable Attribute attribute) {
    if (attribute == null) {
      return Optional.empty();
    }
    return StaticExpressions.asTraversal(attribute.expression())
        // In JSON a reference may be in a template, too.
        .or(() -> Evaluator.references(attribute.expression()).stream().findFirst())
        .map(EncryptionConfiguration::name);
  }

  private static String name(Traversal traversal) {
    StringBuilder name = new StringBuilder(traversal.root());
    for (Traversal.Step step : traversal.steps()) {
      switch (step) {
        case Traversal.Attribute(String part, _) -> name.append('.').append(part);
        case Traversal.Key _ -> name.append("[]");
      }
    }
    return name.toString();
  }

  private void target(Body body, List<Method> chain, int depth) {
    BodyContent content = body.content(TARGET, diagnostics);
    Optional<String> name = reference(content.attributes().get("method"));
    Method method = name.map(methods::get).orElse(null);
    if (method == null) {
      problem(
          "state"
              + (depth > 0 ? ".fallback" : "")
              + ": method has to name a method, such as"
              + " method.aes_gcm.main");
      return;
    }
    chain.add(method);
    boolean enforced = value(content.attributes(), "enforced").filter(Values::isTrue).isPresent();
    if (enforced && method instanceof Unencrypted) {
      problem("state: enforced forbids the method unencrypted");
    }
    if (depth < DEEPEST_FALLBACK) {
      content.blocks("fallback").forEach(block -> target(block.body(), chain, depth + 1));
    }
  }
}
