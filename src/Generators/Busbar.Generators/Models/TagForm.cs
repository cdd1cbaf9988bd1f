namespace Busbar.Generators.Models;

/// <summary>How a tag's value becomes text.</summary>
internal enum TagForm
{
    /// <summary>It is one.</summary>
    Text,

    /// <summary>An integer: its digits, whatever the culture.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Truth,

    /// <summary>An enumeration's name or a Guid.</summary>
    Name,
}
