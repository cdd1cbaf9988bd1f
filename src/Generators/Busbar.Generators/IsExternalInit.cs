namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for where a property is set only in an initializer; netstandard2.0 lacks it.</summary>
internal static class IsExternalInit;
