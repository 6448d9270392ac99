/** The engine's own worker with a switch for losing it. Static imports, because messages that come before a listener are lost. */
import './sabotage.ts';
import '../../workers/engine.worker.ts';
