namespace Busbar.Messaging;

/// <summary>What takes topics' locks and was asked for inside a handler, so that it waits until the current message is delivered.</summary>
internal interface INestedWork
{
    void Run();
}
