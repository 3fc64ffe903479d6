import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods {@code equals}, {@code hashCode} and {@code toString} of a record as plain bytecode.
 * Rules: the Javadoc of {@link java.lang.runtime.ObjectMethods}.
 */
final class RecordMethod {
  private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  private final ClassDesc self;
  private final String simpleName;

  /**
   * @param self the record
   * @param simpleName its name in its text
   */
  RecordMethod(ClassDesc self, String simpleName) {
    this.self = self;
    this.simpleName = simpleName;
  }

  /** A component of a record. */
  private record Component(String name, ClassDesc owner, String field, ClassDesc type) {
    void load(CodeBuilder code) {
      code.getfield(owner, field, type);
    }
  }

  /** Writes the body of the method that a call site of {@code ObjectMethods} stands for. */
  void write(CodeBuilder code, InvokeDynamicInstruction site) {
    List<ConstantDesc> arguments = site.bootstrapArgs();
    String names = (String) arguments.get(1);
    List<Component> components = new ArrayList<>();
    for (int i = 2; i < arguments.size(); i++) {
      DirectMethodHandleDesc getter = (DirectMethodHandleDesc) arguments.get(i);
      components.add(
          new Component(
              names.split(";")[i - 2],
              getter.owner(),
              getter.methodName(),
              getter.invocationType().returnType()));
    }
    switch (site.name().stringValue()) {
      case "equals" -> equals(code, components);
      case "hashCode" -> hash(code, components);
      case "toString" -> text(code, components);
      default -> throw new IllegalStateException("method of a record: " + site.name());
    }
  }

  private void equals(CodeBuilder code, List<Component> components) {
    Label other = code.newLabel();
    Label different = code.newLabel();
    code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
    code.aload(1).instanceOf(self).ifeq(different);
    if (!components.isEmpty()) {
      code.aload(1).checkcast(self).astore(2);
    }
    for (Component each : components) {
      ClassDesc type = each.type();
      each.load(code.aload(0));
      each.load(code.aload(2));
      switch (type.descriptorString()) {
        case "Z", "B", "S", "C", "I" -> code.if_icmpne(different);
        case "J" -> code.lcmp().ifne(different);
        case "F", "D" ->
            code.invokestatic(
                    box(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                .ifne(different);
        default ->
            code.invokestatic(
                    OBJECTS, "equals", MethodTypeDesc.of(ConstantDescs.CD_boolean, OBJECT, OBJECT))
                .ifeq(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  private static void hash(CodeBuilder code, List<Component> components) {
    code.iconst_0();
    for (Component each : components) {
      each.load(code.bipush(31).imul().aload(0));
      ClassDesc type = each.type();
      code.invokestatic(
          type.isPrimitive() ? box(type) : OBJECTS,
          "hashCode",
          MethodTypeDesc.of(ConstantDescs.CD_int, type.isPrimitive() ? type : OBJECT));
      code.iadd();
    }
    code.ireturn();
  }

  private void text(CodeBuilder code, List<Component> components) {
    code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", ConstantDescs.MTD_void);
    append(code.loadConstant(simpleName + "["), ConstantDescs.CD_String);
    String separator = "";
    for (Component each : components) {
      append(code.loadConstant(separator + each.name() + "="), ConstantDescs.CD_String);
      each.load(code.aload(0));
      append(
          code,
          switch (each.type().descriptorString()) {
            case "B", "S" -> ConstantDescs.CD_int;
            case "Z", "C", "I", "J", "F", "D" -> each.type();
            default -> OBJECT;
          });
      separator = ", ";
    }
    append(code.loadConstant("]"), ConstantDescs.CD_String);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, type));
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (primitive.descriptorString()) {
      case "Z" -> ConstantDescs.CD_Boolean;
      case "B" -> ConstantDescs.CD_Byte;
      case "S" -> ConstantDescs.CD_Short;
      case "C" -> ConstantDescs.CD_Character;
      case "I" -> ConstantDescs.CD_Integer;
      case "J" -> ConstantDescs.CD_Long;
      case "F" -> ConstantDescs.CD_Float;
      default -> ConstantDescs.CD_Double;
    };
  }
}
