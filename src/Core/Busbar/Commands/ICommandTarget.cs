namespace Busbar;

/// <summary>What carries out commands: the one path on which pages, the API and the protocols' own servers meet.</summary>
public interface ICommandTarget
{
    /// <summary>Carries out one command. What the field answers is an outcome; only wrong use and cancellation throw.</summary>
    ValueTask<CommandResult> ExecuteAsync(CommandRequest request, CancellationToken cancellationToken = default);
}
