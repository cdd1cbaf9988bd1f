namespace Busbar.Generators.Models;

/// <summary>A .NET type that a value in a payload becomes.</summary>
/// <param name="Type">As generated code names it, without its own nullability: <c>global::System.Collections.Generic.List&lt;int&gt;</c>.</param>
/// <param name="Kind">What it is; the type of a record or an enumeration is the key into <see cref="UserTypes"/>.</param>
/// <param name="IsNullable">Null is a value of it, also where the user's code says nothing of nullability.</param>
/// <param name="IsValueType">So that a nullable one is a <c>Nullable&lt;T&gt;</c>.</param>
/// <param name="Element">The items of an array or list, the values of a map; null for all else.</param>
internal sealed record PayloadType(string Type, PayloadKind Kind, bool IsNullable, bool IsValueType, PayloadType? Element = null)
{
    /// <summary>As a variable is declared: <c>int?</c>, <c>string?</c>.</summary>
    public string Declared => IsNullable ? Type + "?" : Type;

    /// <summary>A number or truth value that is always there: such ones in a row are read without keeping anything but the place.</summary>
    public bool IsPlain => !IsNullable
        && Kind is PayloadKind.Boolean or PayloadKind.SByte or PayloadKind.Byte or PayloadKind.Int16 or PayloadKind.UInt16 or PayloadKind.Int32
            or PayloadKind.UInt32 or PayloadKind.Int64 or PayloadKind.UInt64 or PayloadKind.Single or PayloadKind.Double;
}
