<?php
// A receiver of callbacks with PHP alone, for `php -S 127.0.0.1:PORT receiver.php`: POST /hook takes callbacks, and
// GET /orders/ID says how an order stands. HOOK_KEY holds the project's secret, ORDERS names a folder of orders.
declare(strict_types=1);
require __DIR__ . '/signature.php';

const LIMIT = 1 << 20;
/** Operations that take money: a refund that succeeds pays no order. */
const TAKES_MONEY = ['sale', 'capture', 'recurring'];

function answer(int $status, array $body = []): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    exit(json_encode($body, JSON_THROW_ON_ERROR | JSON_FORCE_OBJECT));
}

/** Changes an order while nobody else does. Its file is named by a digest: an identifier may hold anything. */
function order(string $payment, ?callable $change = null): array
{
    // letter case does not tell payments apart
    $file = fopen(getenv('ORDERS') . '/' . hash('sha256', strtolower($payment)), 'c+');
    flock($file, LOCK_EX);
    $order = json_decode(stream_get_contents($file) ?: '{}', true) + ['status' => 'unpaid', 'times' => 0, 'seen' => []];
    if ($change !== null) {
        $order = $change($order);
        // whole before it is shorter: what is cut off in between reads as no order
        rewind($file);
        fwrite($file, json_encode($order, JSON_THROW_ON_ERROR));
        ftruncate($file, ftell($file));
        fflush($file);
    }
    fclose($file);
    return $order;
}

/**
 * Whether an operation took no more than the payment amounts to, in its currency. A shop compares the payment's sum with its own
 * order's as well: here there are no orders but those that callbacks name.
 */
function sums_agree(?array $whole, ?array $own): bool
{
    if ($whole === null || $own === null) {
        return true;
    }
    return ($whole['currency'] ?? null) === ($own['currency'] ?? null)
        && is_int($whole['amount'] ?? null) && is_int($own['amount'] ?? null)
        && 0 <= $own['amount'] && $own['amount'] <= $whole['amount'];
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($_SERVER['REQUEST_METHOD'] === 'GET' && str_starts_with($path, '/orders/')) {
    $order = order(rawurldecode(substr($path, 8)));
    answer(200, ['status' => $order['status'], 'times' => $order['times'], 'news' => count($order['seen'])]);
}
if ($_SERVER['REQUEST_METHOD'] !== 'POST' || $path !== '/hook') {
    answer(404);
}
if ((int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > LIMIT) {
    answer(413);
}
$body = file_get_contents('php://input', false, null, 0, LIMIT + 1);
try {
    $genuine = is_genuine($body, getenv('HOOK_KEY'));
} catch (Throwable) {
    // no JSON, or nothing that is signed
    answer(400);
}
if (!$genuine) {
    answer(403);
}
$callback = json_decode($body, true);
$named = array_filter([$callback['payment']['id'] ?? null, $callback['general']['payment_id'] ?? null], is_string(...));
$payment = reset($named);
if (count(array_unique(array_map(strtolower(...), $named))) > 1) {
    // two members name two payments: it settles neither
    answer(400);
}
if (!is_string($payment)) {
    // it is about no payment: nothing here depends on it
    answer(200);
}
$operation = $callback['operation'] ?? [];
// the code too: a status that says paid beside the code of a decline contradicts itself
$pays = ($callback['payment']['status'] ?? null) === 'success' && ($operation['status'] ?? null) === 'success'
    && ($operation['code'] ?? null) === '0' && in_array($operation['type'] ?? null, TAKES_MONEY, true)
    && sums_agree($callback['payment']['sum'] ?? null, $operation['sum_initial'] ?? null);
// what was signed is what tells news apart: equal statuses may have different content
$news = $callback['signature'] ?? $callback['general']['signature'];
order($payment, static function (array $order) use ($pays, $news): array {
    if (in_array($news, $order['seen'], true)) {
        return $order;
    }
    $order['seen'][] = $news;
    if ($pays && $order['status'] !== 'paid') {
        $order['status'] = 'paid';
        $order['times'] += 1;
    }
    return $order;
});
answer(200);
