import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces the call sites that the AOT cache of JDK 25 cannot hold by plain bytecode that does the
 * same: pattern switches over types ({@code SwitchBootstraps.typeSwitch}) and the methods of
 * records ({@code ObjectMethods}). Each of them costs a start about a millisecond for a class that
 * the JVM writes and loads while it runs.
 *
 * <p>The rules are those of the Javadoc of {@link java.lang.runtime.SwitchBootstraps} and {@link
 * java.lang.runtime.ObjectMethods}. Methods without such a call site stay as they are, to the byte.
 */
final class PlainCalls {
  /** What the cache holds: lambdas, and the strings that libraries join. */
  private static final Set<String> HELD =
      Set.of("LambdaMetafactory.metafactory", "StringConcatFactory.makeConcatWithConstants");

  private static final String TYPE_SWITCH = "SwitchBootstraps.typeSwitch";
  private static final String RECORD_METHOD = "ObjectMethods.bootstrap";

  private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  private static final MethodTypeDesc EQUALS = MethodTypeDesc.of(ConstantDescs.CD_boolean, OBJECT);

  /** Makes the comparators that {@code Comparator} and {@code Map.Entry} make. */
  private static final ClassDesc COMPARATORS = ClassDesc.of("dev.ingot.cli.Comparators");

  private static final ClassDesc COMPARATOR = ClassDesc.of("java.util.Comparator");
  private static final ClassDesc ENTRY = ClassDesc.of("java.util.Map$Entry");

  private final ClassFile classFile;

  /**
   * @param hierarchy knows every class that the rewritten ones mention
   */
  PlainCalls(ClassHierarchyResolver hierarchy) {
    classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
  }

  /** The class with plain bytecode; the same array where nothing was to be replaced. */
  byte[] in(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    if (model.thisClass().asSymbol().equals(COMPARATORS)
        || model.methods().stream().noneMatch(PlainCalls::isReplaced)) {
      return bytes;
    }
    return classFile.transformClass(model, new Rewrite(model));
  }

  /**
   * The bootstraps a class still needs that the cache cannot hold, as {@code Class.method:
   * bootstrap}.
   */
  List<String> left(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    List<String> found = new ArrayList<>();
    for (MethodModel method : model.methods()) {
      for (InvokeDynamicInstruction site : sites(method)) {
        if (!HELD.contains(bootstrap(site))) {
          found.add(
              model.thisClass().asInternalName().replace('/', '.')
                  + "."
                  + method.methodName().stringValue()
                  + ": "
                  + bootstrap(site));
        }
      }
    }
    return found;
  }

  private static List<InvokeDynamicInstruction> sites(MethodModel method) {
    List<InvokeDynamicInstruction> sites = new ArrayList<>();
    method
        .code()
        .ifPresent(
            code -> {
              for (CodeElement element : code) {
                if (element instanceof InvokeDynamicInstruction site) {
                  sites.add(site);
                }
              }
            });
    return sites;
  }

  private static boolean isReplaced(MethodModel method) {
    return method
        .code()
        .map(
            code ->
                code.elementStream()
                    .anyMatch(
                        element ->
                            switch (element) {
                              case InvokeDynamicInstruction site ->
                                  bootstrap(site).equals(RECORD_METHOD) || isPlainSwitch(site);
                              case InvokeInstruction call -> isComparator(call);
                              default -> false;
                            }))
        .orElse(false);
  }

  private static boolean isComparator(InvokeInstruction call) {
    ClassDesc owner = call.owner().asSymbol();
    String name = call.name().stringValue();
    return owner.equals(COMPARATOR)
            && (name.startsWith("comparing") || name.startsWith("thenComparing"))
        || owner.equals(ENTRY) && name.startsWith("comparingBy");
  }

  /** Switches over other labels, such as constants of an enum, stay, and the build says so. */
  private static boolean isPlainSwitch(InvokeDynamicInstruction site) {
    return bootstrap(site).equals(TYPE_SWITCH)
        && !site.typeSymbol().parameterType(0).isPrimitive()
        && site.bootstrapArgs().stream()
            .allMatch(
                label ->
                    label instanceof String
                        || label instanceof Integer
                        || label instanceof ClassDesc type && !type.isPrimitive());
  }

  private static String bootstrap(InvokeDynamicInstruction site) {
    DirectMethodHandleDesc method = site.bootstrapMethod();
    return method.owner().displayName() + "." + method.methodName();
  }

  /** A switch that becomes a method. */
  private record TypeSwitch(String method, MethodTypeDesc type, List<ConstantDesc> labels) {}

  /** The rewriting of one class. */
  private static final class Rewrite implements ClassTransform {
    private final ClassDesc self;
    private final boolean isInterface;
    private final String simpleName;
    private final List<TypeSwitch> switches = new ArrayList<>();

    Rewrite(ClassModel model) {
      self = model.thisClass().asSymbol();
      isInterface = (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
      simpleName = simpleName(model);
    }

    /** As {@link Class#getSimpleName()} has it. */
    private static String simpleName(ClassModel model) {
      for (ClassElement element : model) {
        if (element instanceof InnerClassesAttribute inner) {
          for (InnerClassInfo each : inner.classes()) {
            if (each.innerClass().asInternalName().equals(model.thisClass().asInternalName())) {
              return each.innerName().map(Utf8Entry::stringValue).orElse("");
            }
          }
        }
      }
      String name = model.thisClass().asInternalName();
      return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (!(element instanceof MethodModel method)) {
        builder.with(element);
        return;
      }
      if (!isReplaced(method)) {
        builder.with(method);
        return;
      }
      Optional<InvokeDynamicInstruction> record =
          sites(method).stream().filter(site -> bootstrap(site).equals(RECORD_METHOD)).findFirst();
      MethodTransform transform =
          record.isPresent()
              // The compiler writes nothing but the call into such a method.
              ? (methodBuilder, part) -> {
                if (part instanceof CodeModel) {
                  methodBuilder.withCode(
                      code -> new RecordMethod(self, simpleName).write(code, record.get()));
                } else {
                  methodBuilder.with(part);
                }
              }
              : MethodTransform.transformingCode(this::replace);
      builder.transformMethod(method, transform);
    }

    private void replace(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeInstruction call && isComparator(call)) {
        MethodTypeDesc type = call.typeSymbol();
        if (call.opcode() != Opcode.INVOKESTATIC) {
          type = type.insertParameterTypes(0, COMPARATOR);
        }
        code.invokestatic(COMPARATORS, call.name().stringValue(), type);
        return;
      }
      if (!(element instanceof InvokeDynamicInstruction site) || !isPlainSwitch(site)) {
        code.with(element);
        return;
      }
      TypeSwitch typeSwitch =
          new TypeSwitch(
              "typeSwitch$" + switches.size(),
              site.typeSymbol(),
              List.copyOf(site.bootstrapArgs()));
      switches.add(typeSwitch);
      code.invokestatic(self, typeSwitch.method(), typeSwitch.type(), isInterface);
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      for (TypeSwitch each : switches) {
        builder.withMethodBody(
            each.method(),
            each.type(),
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
            code -> select(code, each.labels()));
      }
    }

    /**
     * The index of the first label from {@code restart} on that fits; -1 for null, their number if
     * none does.
     */
    private static void select(CodeBuilder code, List<ConstantDesc> labels) {
      Label present = code.newLabel();
      code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
      for (int i = 0; i < labels.size(); i++) {
        Label next = code.newLabel();
        code.iload(1).loadConstant(i).if_icmpgt(next);
        switch (labels.get(i)) {
          case ClassDesc type -> code.aload(0).instanceOf(type).ifeq(next);
          case String text ->
              code.loadConstant(text)
                  .aload(0)
                  .invokevirtual(ConstantDescs.CD_String, "equals", EQUALS)
                  .ifeq(next);
          case Integer number -> equalNumber(code, number, next);
          default -> throw new IllegalStateException("label " + labels.get(i));
        }
        code.loadConstant(i).ireturn().labelBinding(next);
      }
      code.loadConstant(labels.size()).ireturn();
    }

    /** A label that is a number fits a number or a character of that value. */
    private static void equalNumber(CodeBuilder code, int number, Label next) {
      ClassDesc numberType = ClassDesc.of("java.lang.Number");
      Label character = code.newLabel();
      Label fits = code.newLabel();
      code.aload(0)
          .instanceOf(numberType)
          .ifeq(character)
          .aload(0)
          .checkcast(numberType)
          .invokevirtual(numberType, "intValue", MethodTypeDesc.of(ConstantDescs.CD_int))
          .loadConstant(number)
          .if_icmpeq(fits)
          .labelBinding(character)
          .aload(0)
          .instanceOf(ConstantDescs.CD_Character)
          .ifeq(next)
          .aload(0)
          .checkcast(ConstantDescs.CD_Character)
          .invokevirtual(
              ConstantDescs.CD_Character, "charValue", MethodTypeDesc.of(ConstantDescs.CD_char))
          .loadConstant(number)
          .if_icmpne(next)
          .labelBinding(fits);
    }
  }
}
