namespace Busbar;

/// <summary>Takes one item, by reference so that nothing is copied; it is the handler's only during the call.</summary>
/// <typeparam name="T">What the hub carries.</typeparam>
public delegate void HubHandler<T>(in T item);
