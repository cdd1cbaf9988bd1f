using System.Reflection;
using System.Runtime.CompilerServices;

namespace Busbar.Architecture.Tests.PublicSurface;

/// <summary>
/// What the compiler noted of the nullability of a type, part by part, outermost first (the format is Roslyn's
/// nullable-metadata.md). Read here and not by <see cref="NullabilityInfoContext"/>, which cannot tell T from T?.
/// </summary>
internal sealed class NullableFlags
{
    private const byte MayBeNull = 2;
    private readonly byte[] _flags;
    private int _next;

    private NullableFlags(byte[] flags) => _flags = flags;

    /// <summary>The flags of a parameter, a result (the return parameter), a property, a field or an event.</summary>
    public static NullableFlags Of(ICustomAttributeProvider subject) => new(subject switch
    {
        ParameterInfo parameter => Own(parameter.CustomAttributes) ?? [Context(parameter.Member)],
        MemberInfo member => Own(member.CustomAttributes) ?? [Context(member.DeclaringType)],
        _ => [0],
    });

    /// <summary>The flag of <paramref name="type"/>, which is the next part; its own parts follow.</summary>
    public bool Next(Type type)
    {
        if (type.IsValueType && !type.IsGenericType && !type.IsGenericParameter)
            return false; // has no flag
        byte flag = _flags.Length == 1 ? _flags[0] : _flags[_next++];
        return flag == MayBeNull && !type.IsValueType;
    }

    private static byte[]? Own(IEnumerable<CustomAttributeData> attributes) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == typeof(NullableAttribute).FullName)?.ConstructorArguments[0].Value switch
        {
            byte flag => [flag],
            IEnumerable<CustomAttributeTypedArgument> flags => [.. flags.Select(flag => (byte)flag.Value!)],
            _ => null,
        };

    private static byte Context(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (member.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == typeof(NullableContextAttribute).FullName) is { } context)
                return (byte)context.ConstructorArguments[0].Value!;
        }

        return 0;
    }
}
