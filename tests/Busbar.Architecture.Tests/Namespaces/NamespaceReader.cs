using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Busbar.Architecture.Tests.Namespaces;

/// <summary>
/// Reads from an assembly which namespace needs which: base types, interfaces, constraints, attributes, fields, signatures, locals
/// and everything a method body names. Constants are not seen: the compiler copied them.
/// </summary>
internal sealed class NamespaceReader
{
    private readonly DependencyGraph _graph = new();
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly string _root;
    private readonly TypesInSignature _signatures;
    private string _namespace = "";
    private string _member = "";

    private NamespaceReader(PEReader file, string root)
    {
        _file = file;
        _reader = file.GetMetadataReader();
        _root = root;
        _signatures = new TypesInSignature(Needs);
    }

    /// <summary>The graph of the namespaces that are <paramref name="root"/> or below it; others are the compiler's.</summary>
    public static DependencyGraph Read(string assemblyPath, string root = "Busbar")
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var reader = new NamespaceReader(file, root);
        foreach (TypeDefinitionHandle handle in reader._reader.TypeDefinitions)
            reader.ReadType(handle);
        return reader._graph;
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        _namespace = NamespaceOf(handle);
        if (!IsBelowRoot(_namespace))
            return;

        _member = NameOf(handle);
        Visit(type.BaseType);
        foreach (InterfaceImplementationHandle implementation in type.GetInterfaceImplementations())
            Visit(_reader.GetInterfaceImplementation(implementation).Interface);
        Visit(type.GetGenericParameters());
        Visit(type.GetCustomAttributes());
        foreach (PropertyDefinitionHandle property in type.GetProperties())
            Visit(_reader.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (EventDefinitionHandle definition in type.GetEvents())
            Visit(_reader.GetEventDefinition(definition).Type);
        foreach (FieldDefinitionHandle field in type.GetFields())
            ReadField(handle, _reader.GetFieldDefinition(field));
        foreach (MethodDefinitionHandle method in type.GetMethods())
            ReadMethod(handle, _reader.GetMethodDefinition(method));
    }

    private void ReadField(TypeDefinitionHandle type, FieldDefinition field)
    {
        _member = $"{NameOf(type)}.{Written(_reader.GetString(field.Name))}";
        field.DecodeSignature(_signatures, null);
        Visit(field.GetCustomAttributes());
    }

    private void ReadMethod(TypeDefinitionHandle type, MethodDefinition method)
    {
        _member = $"{NameOf(type)}.{Written(_reader.GetString(method.Name))}";
        method.DecodeSignature(_signatures, null);
        Visit(method.GetGenericParameters());
        Visit(method.GetCustomAttributes());
        foreach (ParameterHandle parameter in method.GetParameters())
            Visit(_reader.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        Visit(body.LocalSignature);
        foreach (ExceptionRegion region in body.ExceptionRegions)
            Visit(region.CatchType);
        foreach (EntityHandle token in IlTokens.Of(body))
            Visit(token);
    }

    private void Visit(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle constraint in _reader.GetGenericParameter(parameter).GetConstraints())
                Visit(_reader.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Visit(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes)
            Visit(_reader.GetCustomAttribute(attribute).Constructor);
    }

    private void Visit(EntityHandle handle)
    {
        if (handle.IsNil)
            return;

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Needs((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            case HandleKind.MethodDefinition:
                Needs(_reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Needs(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Visit(_reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(_signatures, null);
                Visit(method.Method);
                break;
            case HandleKind.StandaloneSignature:
                Visit(_reader.GetStandaloneSignature((StandaloneSignatureHandle)handle));
                break;
            default:
                break; // another assembly's type: DependencyTests look at those
        }
    }

    private void Visit(StandaloneSignature signature)
    {
        if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
            signature.DecodeLocalSignature(_signatures, null);
        else
            signature.DecodeMethodSignature(_signatures, null);
    }

    private void Needs(TypeDefinitionHandle handle)
    {
        string needed = NamespaceOf(handle);
        if (IsBelowRoot(needed))
            _graph.Add(_namespace, needed, $"{_member} uses {NameOf(handle)}");
    }

    private bool IsBelowRoot(string name) =>
        string.Equals(name, _root, StringComparison.Ordinal) || name.StartsWith(_root + ".", StringComparison.Ordinal);

    private string NamespaceOf(TypeDefinitionHandle handle) => _reader.GetString(_reader.GetTypeDefinition(Outermost(handle)).Namespace);

    // Closures and state machines carry names nobody wrote: the outermost type is where a reader looks.
    private string NameOf(TypeDefinitionHandle handle) => _reader.GetString(_reader.GetTypeDefinition(Outermost(handle)).Name);

    // <Back>b__0_0 is the lambda in Back.
    private static string Written(string name) =>
        name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is var end and > 1 ? name[1..end] : name;

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        for (TypeDefinitionHandle declaring = handle; !declaring.IsNil; declaring = _reader.GetTypeDefinition(declaring).GetDeclaringType())
            handle = declaring;
        return handle;
    }
}
