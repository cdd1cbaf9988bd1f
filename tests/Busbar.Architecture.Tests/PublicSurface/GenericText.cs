using System.Reflection;
using System.Runtime.CompilerServices;

namespace Busbar.Architecture.Tests.PublicSurface;

/// <summary>Type parameters and their constraints as C# writes them.</summary>
internal static class GenericText
{
    public static string Parameters(IEnumerable<Type> parameters)
    {
        string[] names = [.. parameters.Select(parameter => Variance(parameter) + parameter.Name)];
        return names.Length == 0 ? "" : $"<{string.Join(", ", names)}>";
    }

    public static string Constraints(IEnumerable<Type> parameters) =>
        string.Concat(parameters.Select(parameter => (parameter.Name, Rules: Rules(parameter)))
            .Where(entry => entry.Rules.Count > 0)
            .Select(entry => $" where {entry.Name} : {string.Join(", ", entry.Rules)}"));

    private static string Variance(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };

    private static List<string> Rules(Type parameter)
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool isStruct = (attributes & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0;
        List<string> rules = [];
        if ((attributes & GenericParameterAttributes.ReferenceTypeConstraint) != 0)
            rules.Add(NullableFlag(parameter) == 2 ? "class?" : "class");
        else if (parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute"))
            rules.Add("unmanaged");
        else if (isStruct)
            rules.Add("struct");
        else if (NullableFlag(parameter) == 1 && parameter.GetGenericParameterConstraints().Length == 0)
            rules.Add("notnull");

        rules.AddRange(parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(constraint => TypeText.Of(constraint)).Order(StringComparer.Ordinal));
        if (!isStruct && (attributes & GenericParameterAttributes.DefaultConstructorConstraint) != 0)
            rules.Add("new()");
        if ((attributes & GenericParameterAttributes.AllowByRefLike) != 0)
            rules.Add("allows ref struct");
        return rules;
    }

    // 1: not null, 2: may be null; on the parameter or, for most parameters of a member, on the member.
    private static byte NullableFlag(Type parameter)
    {
        if (parameter.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == typeof(NullableAttribute).FullName) is { } own)
            return own.ConstructorArguments[0].Value is byte flag ? flag : (byte)0;
        for (MemberInfo? around = (MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType; around is not null; around = around.DeclaringType)
        {
            if (around.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == typeof(NullableContextAttribute).FullName) is { } context)
                return (byte)context.ConstructorArguments[0].Value!;
        }

        return 0;
    }
}
