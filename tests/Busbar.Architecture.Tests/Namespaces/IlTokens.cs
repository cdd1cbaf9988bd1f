using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Busbar.Architecture.Tests.Namespaces;

/// <summary>Finds the metadata tokens in a method body: what it calls, reads, makes and casts to.</summary>
internal static class IlTokens
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    public static IEnumerable<EntityHandle> Of(MethodBodyBlock body)
    {
        byte[] octets = body.GetILBytes() ?? [];
        for (int position = 0; position < octets.Length;)
        {
            int code = octets[position++];
            if (code == 0xFE) // the first of two octets
                code = (code << 8) | octets[position++];

            OperandType operand = Operands[code];
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig)
                yield return MetadataTokens.EntityHandle(BitConverter.ToInt32(octets, position));
            position += Length(operand, octets, position);
        }
    }

    // ECMA-335 partition III.1.2
    private static int Length(OperandType operand, byte[] octets, int position) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(octets, position)),
        _ => 4,
    };
}
